@echo off
echo.
echo ================== Orders (%LIFECYCLE_EVENT%) ==================
echo 100%% done, a ^& b, x ^> y ^| z, "quoted & text"
echo(
:: a comment with an unmatched "quote and (parenthesis
rem another one with & | > characters (
echo {"id":"%DEPLOYMENT_ID%"}>C:\orders\deployment.json
type C:\orders\deployment.json
