@echo off
for %%f in (C:\stage\sql\*.sql) do (
    echo Running %%~nxf
    sqlcmd -S localhost -d Orders -E -b -i "%%f"
    if errorlevel 1 exit /b 1
)
for /d %%d in ("C:\orders\releases\*") do if /i not "%%~nd"=="current" rd /s /q "%%d"
for /l %%n in (1,1,3) do @echo slot %%n
