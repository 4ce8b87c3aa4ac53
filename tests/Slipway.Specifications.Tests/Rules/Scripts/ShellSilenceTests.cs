using System.Text;
using Slipway.Specifications.Findings;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>What the rules about shell scripts must not report.</summary>
public sealed class ShellSilenceTests
{
    [Theory]
    // A carriage return in quotes is meant.
    [InlineData("SLW5001", "#!/bin/sh\nprintf '%s' 'a\r\nb' \"c\r\n\"\n")]
    [InlineData("SLW5001", "#!/bin/bash\nIFS=$'\\r\\n'\n")]
    // Empty scripts are another rule's, so is a line that was meant as a shebang.
    [InlineData("SLW5003", "")]
    [InlineData("SLW5003", "# nothing\n")]
    [InlineData("SLW5003", "# !/bin/bash\nnginx -t\n")]
    [InlineData("SLW5003", "\u007fELF\0\0nginx\n")]
    [InlineData("SLW5003", "\uFEFF#!/bin/sh\nnginx -t\n")]
    [InlineData("SLW5004", "#! /bin/sh\nnginx -t\n")]
    [InlineData("SLW5004", "#!/usr/bin/env -S bash -e\nnginx -t\n")]
    [InlineData("SLW5004", "#!/usr/bin/env bash\nnginx -t\n")]
    [InlineData("SLW5004", "#!/bin/sh\n#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "#!/bin/sh\ncat > a <<'EOF'\n#!/bin/bash\nEOF\n")]
    [InlineData("SLW5004", "nginx -t\n#!/bin/bash\n")]
    [InlineData("SLW5004", "# uses /bin/bash\nnginx -t\n")]
    [InlineData("SLW5005", "#!/bin/bash -eu\nnginx -t\n")]
    [InlineData("SLW5005", "#!/usr/bin/env python3\nprint(1)\n")]
    [InlineData("SLW5005", "#!/usr/bin/dotnet\nreturn 0;\n")]
    [InlineData("SLW5005", "#!/usr/bin/env -S bash -e\nnginx -t\n")]
    [InlineData("SLW5005", "#!/usr/bin/bash\nnginx -t\n")]
    [InlineData("SLW5006", "#!/bin/sh\nf() { local a; a=$(date); echo $((1 + 2)) \"$a\"; }\n")]
    [InlineData("SLW5006", "#!/bin/sh\n# [[ a ]] in a comment\necho '[[ -f a ]]' \"((a))\" \\[[ a\ncat <<EOF\n[[ {1..3} ${a} ]]\nEOF\n")]
    [InlineData("SLW5006", "#!/bin/sh\ncurl -w '%{http_code}' -d '{\"a\":1,\"b\":2}' http://a/{id}\ndocker inspect -f {{.State}} a\nfind . -exec ls {} +\n")]
    [InlineData("SLW5006", "#!/bin/sh\n( (a); b )\n[ \"$a\" = b ] && echo \"${a:-b}${a%.*}${a#x}${#a}\" >&2 2>&1\n")]
    [InlineData("SLW5006", "#!/bin/bash\n[[ -f a ]] && source b\n")]
    [InlineData("SLW5006", "#!/usr/bin/env bash\na=(1 2)\n")]
    [InlineData("SLW5007", "#!/bin/sh\necho 'if (' \"then (\" # it's \"open\ncat <<EOF\nif ( ' \" `\nEOF\n")]
    [InlineData("SLW5007", "#!/bin/sh\necho if then done fi esac\n")]
    // Not known here: nothing is said.
    [InlineData("SLW5007", "#!/bin/sh\na ; ; b\nif a; then b\n")]
    [InlineData("SLW5007", "#!/bin/zsh\nfor i (a b) { print $i }\nif [[ a ]] {\n")]
    [InlineData("SLW5008", "#!/bin/sh\nsystemctl restart shop\n")]
    [InlineData("SLW5008", "#!/bin/sh\necho a\nexport A=b\ncd \"$(dirname \"$0\")\"\nA=1\nsystemctl restart shop\n")]
    [InlineData("SLW5008", "#!/bin/sh -e\n/srv/a\n/srv/b\n")]
    [InlineData("SLW5008", "#!/bin/bash\nset -o errexit\n/srv/a\n/srv/b\n")]
    [InlineData("SLW5008", "#!/bin/bash\nset -euo pipefail\n/srv/a\n/srv/b\n")]
    [InlineData("SLW5008", "#!/bin/bash\ntrap 'exit 1' ERR\n/srv/a\n/srv/b\n")]
    [InlineData("SLW5008", "#!/bin/sh\n/srv/a || exit 1\n/srv/b && /srv/c\n")]
    [InlineData("SLW5008", "#!/bin/sh\nif /srv/a; then /srv/b; fi\n")]
    [InlineData("SLW5008", "#!/bin/sh\n/srv/a\nif [ $? -ne 0 ]; then exit 1; fi\n/srv/b\n")]
    [InlineData("SLW5008", "#!/bin/sh\n/srv/a\n/srv/b\n", "ApplicationStop")]
    [InlineData("SLW5009", "#!/bin/sh\na >/dev/null 2>&1 &\n")]
    [InlineData("SLW5009", "#!/bin/sh\na >a.log 2>b.log </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/bash\na &>a.log & b &>> a.log & c >& a.log &\n")]
    [InlineData("SLW5009", "#!/bin/sh\na && b\na 2>&1\n")]
    [InlineData("SLW5009", "#!/bin/sh\na 2>&1 | logger -t a &\n")]
    [InlineData("SLW5009", "#!/bin/sh\na &\nb &\nwait\n")]
    [InlineData("SLW5009", "#!/bin/sh\ndocker run -d a &\nnode a --daemon &\nstart-stop-daemon -S -b -x a &\n")]
    [InlineData("SLW5009", "#!/bin/sh\nsetsid a >/dev/null 2>&1 &\n")]
    [InlineData("SLW5009", "#!/bin/sh\nexec >/var/log/a.log 2>&1\na &\n")]
    [InlineData("SLW5009", "#!/bin/sh\n( a; b ) >a.log 2>&1 &\n{ a & } >a.log 2>&1\n")]
    [InlineData("SLW5009", "#!/bin/sh\ncurl 'http://a/?b=c&d' \"a & b\" a\\&b # a &\ncat <<EOF\na &\nEOF\n")]
    [InlineData("SLW5009", "#!/bin/sh\nx=$(a & echo $!)\n")]
    [InlineData("SLW5009", "#!/bin/bash\n{ cd /srv && a; } >a.log 2>&1 &\ncd /srv && exec a >a.log 2>&1 &\n")]
    [InlineData("SLW5009", "#!/bin/sh\ncd /srv && a >a.log 2>&1 &\n")]
    [InlineData("SLW5009", "#!/bin/sh\na --port 1 &\nsleep 5\ncurl -f http://localhost:1\nkill $!\n")]
    [InlineData("SLW5009", "#!/bin/bash\na &\nAPP_PID=$!\nsleep 5\nkill -9 \"${APP_PID}\"\n")]
    [InlineData("SLW5010", "#!/bin/sh\ntail -f a >/dev/null 2>&1 &\n")]
    [InlineData("SLW5010", "#!/bin/sh\ntimeout 60 tail -f a\nsudo timeout -k 5 60 docker logs -f a\n")]
    [InlineData("SLW5010", "#!/bin/sh\ndotnet /srv/a.dll\njava -jar a.jar\n")]
    [InlineData("SLW5010", "#!/bin/sh\ndotnet build\njava -version\ndotnet a.dll --version\n", "ApplicationStart")]
    [InlineData("SLW5010", "#!/bin/sh\ndotnet /srv/Shop.Migrations.dll\njava -jar a.jar --once\n", "ApplicationStart")]
    [InlineData("SLW5010", "#!/bin/sh\ndocker run -d a\ndocker run -itd a\ndocker run --detach a\ndocker run --rm a migrate\ndocker-compose up -d\ndocker compose up --wait\ndocker run $DOCKER_OPTS a\n")]
    [InlineData("SLW5010", "#!/bin/sh\ntail -n 5 a\njournalctl -u a\ndocker logs a\nnpm ci\nnpm run build\nnode migrate.js\ngunicorn --daemon a:b\ntail -f a | grep -m1 up\n")]
    [InlineData("SLW5011", "#!/bin/sh\napt-get update\nyum check-update\napt-get -y install a\napt-get install -qq a\nyum install -y a\ndnf -y upgrade\nzypper -n install a\npip uninstall -y a\napt-get install $APT_OPTS a\n")]
    [InlineData("SLW5011", "#!/bin/sh\nwhile read x; do echo $x; done < a\necho a | while read x; do echo $x; done\nread x <<EOF\na\nEOF\necho b | read x\nread y < a\n")]
    [InlineData("SLW5011", "#!/bin/bash\nread x <<< a\nexec 3< a\nread -u 3 x\nwhile read x; do echo $x; done < <(a)\nyes | apt-get install a\n")]
    [InlineData("SLW5011", "#!/bin/bash\nask() { read x; }\nask < a\nread() { :; }\n")]
    [InlineData("SLW5011", "#!/bin/sh\necho a | passwd --stdin b\npasswd -l a\ntop -b -n 1\nssh-keygen -t rsa -N '' -f a\nssh-keygen -R a\n")]
    [InlineData("SLW5012", "#!/bin/sh\nsudo nginx -t\n")]
    [InlineData("SLW5012", "#!/bin/sh\nsudo nginx -t\n", "AfterInstall", "ec2-user")]
    [InlineData("SLW5012", "#!/bin/sh\nsudo -n nginx -t\nsudo -nu a b\necho sudo\n", "AfterInstall", "deploy")]
    [InlineData("SLW5013", "#!/bin/sh\n# ./a\necho ./a '../b'\ncat <<EOF\n./a\nEOF\nbash ./a\ncp ./a /srv\n")]
    [InlineData("SLW5013", "#!/bin/sh\ncd /srv\n./a\n")]
    [InlineData("SLW5013", "#!/bin/sh\ncd \"$(dirname \"$0\")\" || exit 1\n./a\n")]
    [InlineData("SLW5013", "#!/bin/bash\ncd \"${BASH_SOURCE%/*}\"\n. ./a\n")]
    [InlineData("SLW5013", "#!/bin/sh\nAPP=/srv\ncd $APP && ./a\n")]
    [InlineData("SLW5013", "#!/bin/sh\nbuild() { ./a; }\ncd /srv\nbuild\n")]
    [InlineData("SLW5013", "#!/bin/sh\n. \"$(dirname \"$0\")/env.sh\"\n. ~/.profile\n. /etc/a\n")]
    [InlineData("SLW5014", "#!/bin/sh\necho ${CI_COMMIT:-none} ${DEPLOYMENT_GROUPNAME:?missing}\n")]
    [InlineData("SLW5014", "#!/bin/sh\nif [ -n \"$CI_COMMIT\" ]; then echo $CI_COMMIT; fi\n")]
    [InlineData("SLW5014", "#!/bin/bash\n[[ -z $BUILD_ID ]] || echo $BUILD_ID\n")]
    [InlineData("SLW5014", "#!/bin/sh\n. /etc/environment\necho $GITHUB_SHA\n")]
    [InlineData("SLW5014", "#!/bin/sh\nexport $(cat /etc/shop.env)\necho $BUILD_ID\n")]
    [InlineData("SLW5014", "#!/bin/sh\nBUILD_ID=1\nfor CI_X in a; do echo $CI_X $BUILD_ID; done\nread CI_Y < a\necho $CI_Y\n")]
    [InlineData("SLW5014", "#!/bin/sh\necho $APPLICATION_NAME $DEPLOYMENT_ID $DEPLOYMENT_GROUP_NAME $DEPLOYMENT_GROUP_ID $LIFECYCLE_EVENT $BUNDLE_COMMIT $SHOP_MODE $HOME '$GITHUB_SHA'\n")]
    [InlineData("SLW5015", "#!/bin/bash\nset -eo pipefail\n/srv/a | tee a\n")]
    [InlineData("SLW5015", "#!/bin/bash\nset -e\n/srv/a | tee a || exit 1\nif /srv/a | tee a; then echo b; fi\n")]
    [InlineData("SLW5015", "#!/bin/bash\nset -e\necho a | tee b\nps aux | grep -v root\ncat a | sed s/a/b/\nx=$(/srv/a | head -1)\n/srv/a | wc -l\n")]
    [InlineData("SLW5015", "#!/bin/sh\nset -e\n/srv/a | tee a\n")]
    [InlineData("SLW5015", "#!/bin/sh\nset -e\n/srv/a\nexit 0\n")]
    [InlineData("SLW5015", "#!/bin/sh\n/srv/a || exit 1\nexit 0\n")]
    [InlineData("SLW5015", "#!/bin/sh\necho a\nexit 0\n")]
    [InlineData("SLW5015", "#!/bin/bash\nset -e\n/srv/a | tee a\nexit 0\n", "ApplicationStop")]
    [InlineData("SLW5015", "#!/bin/sh\n/srv/a\nexit 0\n", "BeforeBlockTraffic")]
    [InlineData("SLW5015", "#!/bin/sh\n/srv/a\nexit 0\n", "AfterBlockTraffic")]
    [InlineData("SLW5016", "#!/bin/sh\nset -e\nsystemctl stop shop\nservice shop stop\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\npkill shop\nexit 0\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\nset -e\npkill shop || true\nkill $p || :\nif pgrep a; then pkill a; fi\nrm -f a\nfor c in $(docker ps -q); do docker stop $c; done\npgrep a | xargs -r kill\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\nset -e\nset +e\npkill shop\nsystemctl stop shop\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\nset -e\npkill shop\n")]
    [InlineData("SLW5017", "#!/bin/sh\nexit 0\n")]
    [InlineData("SLW5017", "#!/bin/sh\nif a; then :; fi\n")]
    [InlineData("SLW5018", "#!/bin/sh\ncp -r /opt/codedeploy-agent/deployment-root/$DEPLOYMENT_GROUP_ID/$DEPLOYMENT_ID/deployment-archive/a /srv\necho a >> /opt/codedeploy-agent/deployment-root/deployment-logs/a.log\n")]
    [InlineData("SLW5018", "#!/bin/sh\nroot=/opt/codedeploy-agent/deployment-root\ncd \"$root/$DEPLOYMENT_GROUP_ID\"\nsed -n 1p $root/a\ntar -czf /srv/a.tgz -C /srv a\n")]
    [InlineData("SLW5019", "#!/bin/sh\nrm -rf /srv/a /var/www/html/* /home/a/b\nrm -f $A/b\n")]
    [InlineData("SLW5019", "#!/bin/sh\nA=/srv\nrm -rf \"$A/b\" \"${B:?}/c\" $HOME/a \"$1/b\" $DEPLOYMENT_ID/x\n")]
    [InlineData("SLW5019", "#!/bin/sh\nset -u\nrm -rf $A/b\n")]
    [InlineData("SLW5019", "#!/bin/sh\n[ -n \"$A\" ] && rm -rf \"$A/b\"\n")]
    [InlineData("SLW5019", "#!/bin/sh\n. /etc/a\nrm -rf \"$A/b\"\n")]
    [InlineData("SLW5019", "#!/bin/sh\ncd /srv/a || exit 1\nrm -rf *\ncd /srv/b && rm -rf ./*\nif cd /srv/c; then rm -rf .; fi\n")]
    [InlineData("SLW5019", "#!/bin/sh\nset -e\ncd /srv/a\nrm -rf *\n")]
    [InlineData("SLW5020", "#!/bin/sh\necho reboot\nsystemctl restart shop\nsystemctl status codedeploy-agent\nservice codedeploy-agent status\nshutdown -c\n")]
    [InlineData("SLW5020", "#!/bin/sh\necho 'systemctl restart codedeploy-agent' | at now + 10 minutes\nsystemd-run --on-active=600 systemctl reboot\n")]
    [InlineData("SLW5020", "#!/bin/sh\nshutdown() { echo bye; }\nshutdown\nyum install -y codedeploy-agent\nssh a reboot\n")]
    [InlineData("SLW5022", "#!/bin/sh\nA_PASSWORD=$1 B_TOKEN=$(a) C_SECRET=\"${x}\" D_PASSWORD= E_PASSWORD='' F_PASSWORD=changeme G_PASSWORD='<password>' H_PASSWORD=xxx I_TOKEN='***' J_TOKEN=\"`a`\" a\n")]
    [InlineData("SLW5022", "#!/bin/sh\nDB_PASSWORD_FILE=/run/secrets/db\nDB_PASSWORD_PATH=/shop/db\nDB_SECRET_ARN=arn:aws:a\nTOKEN_NAME=shop\nPWD=/srv\nOLDPWD=/srv\nNO_PASSWORD=true\ncat_passwd='getent passwd'\n")]
    [InlineData("SLW5022", "#!/bin/sh\nmysql -u root -p\"$P\" shop\nmysql -p shop\ncurl -u \"a:$P\" http://a\ncurl http://a:80/b@c\npsql postgresql://a:$P@db/shop\ntool --password \"$P\" --token-file a --password-stdin\naws a --client-request-token abc-def-ghi\n")]
    public void Is_silent(string rule, string script, string @event = "AfterInstall", string? runas = null) =>
        Assert.DoesNotContain(ShellCase.Findings(script, @event, runas), finding => finding.Rule == rule);

    [Fact]
    public void Nothing_is_said_of_scripts_for_windows()
    {
        var inputs = ShellCase.Inputs("# !/bin/bash\r\nif a\nkill 1\nreboot\nDB_PASSWORD=hunter2-Xy91\n");

        Assert.Empty(ShellCase.Findings(inputs with { Text = inputs.Text!.Replace("os: linux", "os: windows", StringComparison.Ordinal) }));
        Assert.NotEmpty(ShellCase.Findings(inputs));
    }

    [Fact]
    public void A_file_that_other_scripts_read_in_is_looked_at_for_what_does_not_depend_on_an_event()
    {
        const string Library = "a=(1)\n./b\n/srv/a\n/srv/b\nrm -rf $APP/lib\necho $GITHUB_SHA\nsudo reboot\n";
        var inputs = ShellCase.Inputs("#!/bin/bash\nset -e\n. /srv/lib.sh\n", runas: "deploy") with { Scripts = [new ScriptFile("scripts/lib.sh", "lib.sh", Encoding.UTF8.GetBytes(Library))] };

        Assert.Equal("SLW5020", Assert.Single(ShellCase.Findings(inputs)).Rule);
    }

    [Fact]
    public void A_mark_in_front_of_powershell_is_wanted()
    {
        var inputs = ShellCase.Inputs("", path: "hook.ps1") with { Scripts = [new ScriptFile("hook.ps1", "hook.ps1", Encoding.UTF8.GetBytes("\uFEFFGet-Date\r\n"))] };

        Assert.DoesNotContain(ShellCase.Findings(inputs), finding => finding.Rule is "SLW5001" or "SLW5002" or "SLW5003");
    }

    [Fact]
    public void Line_ends_that_packing_replaces_are_no_finding()
    {
        var inputs = ShellCase.Inputs("#!/bin/sh\r\nnginx -t\r\n") with { Properties = new Dictionary<string, string> { ["SlipwayNormalizeLineEnds"] = "true" } };

        Assert.DoesNotContain(ShellCase.Findings(inputs), finding => finding.Rule == "SLW5001");
    }

    [Fact]
    public void Interpreters_that_are_listed_or_part_of_the_revision_are_there()
    {
        var inputs = ShellCase.Inputs("#!/srv/tools/runner\nprint 1\n");
        Assert.Contains(ShellCase.Findings(inputs), finding => finding.Rule == "SLW5005");

        Assert.DoesNotContain(ShellCase.Findings(inputs with { Properties = new Dictionary<string, string> { ["SlipwayInterpreters"] = "fish; /srv/tools/runner" } }), finding => finding.Rule == "SLW5005");
        var brought = inputs with { Text = inputs.Text + "files:\n  - source: tools\n    destination: /srv/tools\n", Revision = [new RevisionItem("tools/runner"), new RevisionItem(ShellCase.Path)] };
        Assert.DoesNotContain(ShellCase.Findings(brought), finding => finding.Rule == "SLW5005");
    }

    [Fact]
    public void Accounts_that_are_listed_may_use_sudo()
    {
        var inputs = ShellCase.Inputs("#!/bin/sh\nsudo nginx -t\n", runas: "deploy");
        Assert.Contains(ShellCase.Findings(inputs), finding => finding.Rule == "SLW5012");

        Assert.DoesNotContain(ShellCase.Findings(inputs with { Properties = new Dictionary<string, string> { ["SlipwaySudoAccounts"] = "deploy" } }), finding => finding.Rule == "SLW5012");
        Assert.DoesNotContain(ShellCase.Findings(inputs with { Text = inputs.Text + $"  BeforeInstall:\n    - location: {ShellCase.Path}\n" }), finding => finding.Rule == "SLW5012");
    }

    [Theory]
    [InlineData("bundleType: zip", true)]
    [InlineData("revisionType: GitHub", false)]
    public void BUNDLE_COMMIT_exists_unless_the_revision_comes_from_a_bucket(string revision, bool reported)
    {
        var deploy = AppSpecCheck.Read($"applicationName: shop\ncomputePlatform: Server\nrevision: {{ {revision} }}\ndeploymentGroups: []\n");
        var inputs = ShellCase.Inputs("#!/bin/sh\necho $BUNDLE_COMMIT\n") with { Companions = [new CompanionFile("deploy.yml", deploy)] };

        Assert.Equal(reported, ShellCase.Findings(inputs).Exists(finding => finding.Rule == "SLW5014"));
    }

    [Fact]
    public void Variables_that_an_instance_gives_to_hooks_are_known()
    {
        const string script = "#!/bin/sh\necho $CI_REGION\n";
        var deploy = AppSpecCheck.Read("applicationName: shop\ninstances:\n  - { instanceName: web, environment: { CI_REGION: north } }\ndeploymentGroups: []\n");

        Assert.Contains(ShellCase.Findings(script), finding => finding.Rule == "SLW5014");
        Assert.DoesNotContain(ShellCase.Findings(ShellCase.Inputs(script) with { Companions = [new CompanionFile("deploy.yml", deploy)] }), finding => finding.Rule == "SLW5014");
    }

    [Theory]
    [InlineData("tail -f /var/log/a", "Remove it, or show the last lines without -f.")]
    [InlineData("docker run nginx", "Start it as a service or with -d.")]
    public void The_advice_fits_the_program(string command, string advice) =>
        Assert.EndsWith(advice, ShellCase.Findings($"#!/bin/sh\n{command}\n").Find(finding => finding.Rule == "SLW5010")!.Message, StringComparison.Ordinal);

    [Fact]
    public void UTF_16_is_no_script()
    {
        var inputs = ShellCase.Inputs("") with { Scripts = [new ScriptFile(ShellCase.Path, ShellCase.Path, [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("#!/bin/sh\nnginx -t\n")])] };

        var finding = Assert.Single(ShellCase.Findings(inputs));
        Assert.Equal(("SLW5002", Severity.Error, 1, 1), (finding.Rule, finding.Severity, finding.Range.Line, finding.Range.Column));
    }

    [Fact]
    public void The_timeout_of_the_entry_is_told()
    {
        Assert.Contains("(60 s)", ShellCase.Findings(ShellCase.Inputs("#!/bin/sh\nworker &\n", timeout: 60)).Find(finding => finding.Rule == "SLW5009")!.Message, StringComparison.Ordinal);
        Assert.Contains("(3600 s)", ShellCase.Findings("#!/bin/sh\nworker &\n").Find(finding => finding.Rule == "SLW5009")!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_ends_by_itself_is_only_known_in_ApplicationStart()
    {
        Assert.Contains(ShellCase.Findings("#!/bin/sh\nexec dotnet /srv/Shop.dll\n", "ApplicationStart"), finding => finding.Rule == "SLW5010");
        Assert.Contains(ShellCase.Findings("#!/bin/sh\njava -Xmx1g -jar a.jar\n", "ApplicationStart"), finding => finding.Rule == "SLW5010");
    }
}
