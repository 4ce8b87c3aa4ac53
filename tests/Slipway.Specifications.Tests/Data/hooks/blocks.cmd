@echo off
if exist C:\orders\current (
    if exist C:\orders\previous rd /s /q C:\orders\previous
    move C:\orders\current C:\orders\previous >nul || (
        echo The application still has files open.
        exit /b 1
    )
) else if exist C:\orders\previous (
    echo Only the previous version is there.
) else (
    md C:\orders
)
xcopy /e /i /y C:\stage C:\orders\current >nul
if errorlevel 1 (echo Copy failed & exit /b 1)
