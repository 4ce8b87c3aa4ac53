using Slipway.Specifications.Findings;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>SLW52xx, and the batch part of the rules about all scripts.</summary>
public sealed class BatchRuleTests
{
    [Theory]
    [InlineData("SLW5201", Severity.Error, "@echo off\n‹npm› ci\nnet start Shop\n")]
    [InlineData("SLW5201", Severity.Error, "‹\"%~dp0other.bat\"› /x\nnet start Shop\n")]
    [InlineData("SLW5201", Severity.Error, "@‹C:\\tools\\setup.cmd› a\necho done\n")]
    [InlineData("SLW5201", Severity.Error, "if exist a (\n  ‹npm› ci\n  echo x\n)\nnet start Shop\n")]
    [InlineData("SLW5201", Severity.Error, "for %%f in (*.x) do ‹setup.bat› %%f\nnet start Shop\n")]
    [InlineData("SLW5201", Severity.Error, "‹yarn› install && echo x\nnet start Shop\n")]
    [InlineData("SLW5202", Severity.Error, "goto ‹fial›\n:fail\n")]
    [InlineData("SLW5202", Severity.Error, "call :‹log› text\nexit /b\n")]
    [InlineData("SLW5202", Severity.Error, "if errorlevel 1 goto:‹error›\n")]
    [InlineData("SLW5008", Severity.Info, "@echo off\n‹xcopy› a b\nnet start Shop\n")]
    [InlineData("SLW5008", Severity.Info, "if errorlevel 1 echo x\n‹call› a.bat\ncall b.bat\n")]
    [InlineData("SLW5011", Severity.Warning, "‹pause›\n")]
    [InlineData("SLW5011", Severity.Warning, "‹set› /p X=Name:\n")]
    [InlineData("SLW5011", Severity.Warning, "‹choice› /c yn\n")]
    [InlineData("SLW5011", Severity.Warning, "‹timeout› /t 5 /nobreak >nul\n")]
    [InlineData("SLW5013", Severity.Warning, "call ‹.\\tools\\x.bat›\n")]
    [InlineData("SLW5013", Severity.Warning, "cd tools\n‹..\\x.exe› a\n")]
    [InlineData("SLW5014", Severity.Warning, "if \"‹%DEPLOYMENT_GROUPNAME%›\"==\"x\" exit /b 1\n")]
    [InlineData("SLW5014", Severity.Warning, "echo %%i ‹%TEAMCITY_VERSION%› %1\n")]
    [InlineData("SLW5017", Severity.Warning, "‹@echo off›\nrem nothing\n:: yet\n")]
    [InlineData("SLW5018", Severity.Warning, "echo x > ‹C:\\ProgramData\\Amazon\\CodeDeploy\\x.txt›\n")]
    [InlineData("SLW5018", Severity.Warning, "xcopy /y a ‹\"%ProgramData%\\Amazon\\CodeDeploy\\b\"›\n")]
    [InlineData("SLW5018", Severity.Error, "copy ‹C:\\ProgramData\\Amazon\\CodeDeploy\\9f\\d-A1B2C3D4E\\deployment-archive\\a› C:\\b\n")]
    [InlineData("SLW5019", Severity.Warning, "rd /s /q ‹%ROOT%\\logs›\n")]
    [InlineData("SLW5019", Severity.Warning, "rmdir /s /q ‹C:\\›\n")]
    [InlineData("SLW5019", Severity.Warning, "cd /d C:\\shop\nrd /s /q ‹.›\n")]
    [InlineData("SLW5020", Severity.Error, "‹shutdown /r /t 0›\n")]
    [InlineData("SLW5020", Severity.Error, "if exist a ‹net stop codedeployagent›\n")]
    [InlineData("SLW5020", Severity.Error, "‹sc stop codedeployagent›\n")]
    [InlineData("SLW5022", Severity.Error, "set DB_PASSWORD=‹hunter2-Xy91›\n")]
    [InlineData("SLW5022", Severity.Error, "set \"API_KEY=‹hunter2-Xy91›\"\n")]
    [InlineData("SLW5022", Severity.Error, "setx DB_PASSWORD ‹hunter2-Xy91› /m\n")]
    [InlineData("SLW5022", Severity.Error, "net user shop ‹Hunter2-Xy91› /add\n")]
    [InlineData("SLW5022", Severity.Error, "setup.exe ‹/password:hunter2-Xy91›\n")]
    [InlineData("SLW5022", Severity.Error, "tool --token ‹hunter2-Xy91›\n")]
    public void Marks_the_token(string rule, Severity severity, string script) => new WindowsHook("scripts/hook.bat", script).AssertMarks(rule, severity);

    [Theory]
    [InlineData("SLW5201", "@echo off\ncall npm ci\nstart setup.bat\ncmd /c setup.bat\nnet start Shop\n")]
    [InlineData("SLW5201", "net start Shop\nnpm ci\n")]
    [InlineData("SLW5201", "net start Shop\nnpm ci\nexit /b\n")]
    [InlineData("SLW5201", "if exist a (\n  setup.bat\n) else (\n  other.bat\n)\n")]
    [InlineData("SLW5201", "if \"%1\"==\"x\" setup.bat\nnet start Shop\n")]
    [InlineData("SLW5201", "npm -v | findstr 20\nnet start Shop\n")]
    [InlineData("SLW5201", "rem npm ci\necho npm ci\nC:\\nodejs\\npm.exe ci\nnet start Shop\n")]
    [InlineData("SLW5202", "goto end\n:END\ncall :sub %1\ngoto :eof\n:sub arg\ngoto:EOF\n")]
    [InlineData("SLW5202", "goto %STEP%\ngoto !STEP!\ncall setup.bat\ncall :%1\n")]
    [InlineData("SLW5202", "rem goto nowhere\necho goto nowhere\n  :: goto x\n")]
    [InlineData("SLW5202", "if exist a (\n goto :in\n :in\n echo x\n)\n")]
    [InlineData("SLW5008", "net start Shop\n")]
    [InlineData("SLW5008", "echo a\nset X=1\nnet start Shop\n")]
    [InlineData("SLW5008", "copy a b\nif errorlevel 1 exit /b 1\nnet start Shop\n")]
    [InlineData("SLW5008", "copy a b || goto error\nnet start Shop\n:error\n")]
    [InlineData("SLW5008", "copy a b || exit /b 1\nnet start Shop\n")]
    [InlineData("SLW5011", "set X=1\nset /p X=<file.txt\necho y | choice\nchoice /t 5 /d y\nrem pause\necho pause\npause <nul\n")]
    [InlineData("SLW5013", "cd /d %~dp0..\n.\\x.exe\n")]
    [InlineData("SLW5013", "pushd C:\\shop\ncall .\\x.bat\n")]
    [InlineData("SLW5013", "copy .\\a b\necho .\\x\nrem .\\y\n\"%~dp0x.exe\"\n")]
    [InlineData("SLW5014", "set BUILD_DIR=C:\\x\ncd %BUILD_DIR%\necho %deployment_id% %MY_OWN% 100%%\n")]
    [InlineData("SLW5014", "call vars.bat\necho %BUILD_NUMBER%\n")]
    [InlineData("SLW5014", "if not defined BUILD_NUMBER exit /b 1\necho %BUILD_NUMBER%\n")]
    [InlineData("SLW5014", "if \"%BUILD_NUMBER%\"==\"\" exit /b 1\necho %BUILD_NUMBER%\n:: %GITHUB_SHA%\n")]
    [InlineData("SLW5017", "@echo off\nnet start Shop\n")]
    [InlineData("SLW5017", "echo deployed\n")]
    [InlineData("SLW5018", "copy C:\\ProgramData\\Amazon\\CodeDeploy\\%DEPLOYMENT_GROUP_ID%\\%DEPLOYMENT_ID%\\deployment-archive\\a C:\\b\nrem C:\\ProgramData\\Amazon\\CodeDeploy\\d-A1B2C3D4E\\a\n")]
    [InlineData("SLW5019", "set ROOT=C:\\shop\nrd /s /q %ROOT%\\x\nrd /s /q C:\\shop\nrd /s /q \"%TEMP%\\x\"\nrd /s /q \"%~dp0x\"\n")]
    [InlineData("SLW5019", "if not defined ROOT exit /b 1\nrd /s /q %ROOT%\\x\nfor %%d in (a b) do rd /s /q %%d\\x\n")]
    [InlineData("SLW5019", "cd /d C:\\shop || exit /b 1\nrd /s /q .\nrd %ROOT%\\x\n")]
    [InlineData("SLW5020", "shutdown /a\nnet stop Shop\nnet start codedeployagent\nsc query codedeployagent\nshutdown /r /t 600\n")]
    [InlineData("SLW5022", "set DB_PASSWORD=%1\nset \"TOKEN=\"\nset API_KEY=changeme\nset DB_PASSWORD=!X!\nset PASSWORD_FILE=C:\\x\nset PWD=C:\\abc\n")]
    [InlineData("SLW5022", "net user shop %PASS% /add\nnet user shop * /add\nsetup.exe /password:%P% --token %T%\necho --password hunter2\nrem set DB_PASSWORD=hunter2-Xy91\n")]
    public void Stays_silent(string rule, string script) => new WindowsHook("scripts/hook.bat", script).AssertSilent(rule);

    [Theory]
    [InlineData("net stop Shop\n", true)]
    [InlineData("@echo off\ntaskkill /f /im shop.exe\n", true)]
    [InlineData("docker stop shop || exit /b 1\n", true)]
    [InlineData("net stop Shop || exit /b 0\n", false)]
    [InlineData("net stop Shop\nexit /b 0\n", false)]
    [InlineData("net stop Shop\necho done\n", false)]
    [InlineData("sc query Shop >nul && net stop Shop || exit /b 0\n", false)]
    [InlineData("if exist a net stop Shop\n", false)]
    public void Stop_scripts_must_not_block(string script, bool isFound)
    {
        Assert.Equal(isFound, new WindowsHook("stop.bat", script, "ApplicationStop").Findings("SLW5016").Count > 0);
        new WindowsHook("stop.bat", script).AssertSilent("SLW5016");
    }

    [Fact]
    public void Failures_of_stop_scripts_are_welcome() => new WindowsHook("hook.bat", "copy a b\ncopy c d\n", "ApplicationStop").AssertSilent("SLW5008");

    [Theory]
    [InlineData("if exist a (\n")]
    [InlineData("for %%i do x\n")]
    [InlineData("if a b c\n")]
    [InlineData("else echo x\n")]
    public void Says_nothing_about_what_it_does_not_understand(string rest) =>
        Assert.Empty(new WindowsHook("hook.bat", "goto nowhere\nset DB_PASSWORD=hunter2-Xy91\n" + rest).Findings().Select(finding => finding.ToString()));
}
