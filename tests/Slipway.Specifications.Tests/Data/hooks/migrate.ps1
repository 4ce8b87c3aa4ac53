$ErrorActionPreference = 'Stop'
Push-Location C:\Apps\Orders
try {
    & dotnet .\Orders.Migrations.dll --verbose 2>&1 | Tee-Object -FilePath C:\logs\migrate.log
    if ($LASTEXITCODE -ne 0) {
        throw "Migrations failed with exit code $LASTEXITCODE"
    }
}
finally {
    Pop-Location
}
