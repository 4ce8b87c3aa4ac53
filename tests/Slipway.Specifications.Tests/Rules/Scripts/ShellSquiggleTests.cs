using Slipway.Specifications.Findings;
using Slipway.Specifications.Fixes;

namespace Slipway.Specifications.Tests.Rules.Scripts;

/// <summary>Findings in shell scripts mark what they are about; where there is a fix it gives exactly the expected script, of which the rule says nothing more.</summary>
public sealed class ShellSquiggleTests
{
    [Theory]
    [InlineData("SLW5001", "#!/bin/sh‹\r›\necho a\r\n", "#!/bin/sh\necho a\n")]
    [InlineData("SLW5001", "#!/bin/sh\necho a‹\r›\n", "#!/bin/sh\necho a\n")]
    [InlineData("SLW5003", "‹nginx -t›\n", "#!/bin/sh\nnginx -t\n")]
    [InlineData("SLW5003", "‹# reloads›\n[[ -f a ]] && nginx -t\n", "#!/bin/bash\n# reloads\n[[ -f a ]] && nginx -t\n")]
    [InlineData("SLW5004", "‹# !/bin/bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "‹#/bin/bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "‹!#/bin/sh›\nnginx -t\n", "#!/bin/sh\nnginx -t\n")]
    [InlineData("SLW5004", "‹#!bin/bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "‹#!bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "‹  #!/bin/bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5004", "\n# note\n‹#!/bin/bash›\nnginx -t\n", "#!/bin/bash\n\n# note\nnginx -t\n")]
    [InlineData("SLW5004", "‹#!/usr/bin/env bash -e›\nnginx -t\n", "#!/usr/bin/env -S bash -e\nnginx -t\n")]
    [InlineData("SLW5005", "#!‹/usr/local/bin/bash›\nnginx -t\n", "#!/bin/bash\nnginx -t\n")]
    [InlineData("SLW5005", "#!‹/usr/bin/python›\nprint(1)\n", "#!/usr/bin/python3\nprint(1)\n")]
    [InlineData("SLW5005", "#!/usr/bin/env ‹python›\nprint(1)\n", "#!/usr/bin/env python3\nprint(1)\n")]
    [InlineData("SLW5005", "#!‹/bin/zsh›\nprint 1\n", null)]
    [InlineData("SLW5005", "#!‹C:\\tools\\bash.exe›\nnginx -t\n", null)]
    [InlineData("SLW5005", "#!‹/home/anna/bin/bash›\nnginx -t\n", null)]
    [InlineData("SLW5006", "#!/bin/sh -e\nif ‹[[› -f a ]]; then nginx -t; fi\n", "#!/bin/bash -e\nif [[ -f a ]]; then nginx -t; fi\n")]
    [InlineData("SLW5006", "#!/usr/bin/env sh\n‹((›a++))\n", "#!/usr/bin/env bash\n((a++))\n")]
    [InlineData("SLW5006", "#!/bin/sh\n‹a=(›1 2)\n", "#!/bin/bash\na=(1 2)\n")]
    [InlineData("SLW5006", "#!/bin/sh\n‹function› f { nginx -t; }\n", "#!/bin/bash\nfunction f { nginx -t; }\n")]
    [InlineData("SLW5006", "#!/bin/sh\ncat ‹<<<› a\n", "#!/bin/bash\ncat <<< a\n")]
    [InlineData("SLW5006", "#!/bin/sh\nnginx -t ‹&>› a\n", "#!/bin/bash\nnginx -t &> a\n")]
    [InlineData("SLW5006", "#!/bin/sh\nfor i in ‹{1..9}›; do nginx -t; done\n", "#!/bin/bash\nfor i in {1..9}; do nginx -t; done\n")]
    [InlineData("SLW5006", "#!/bin/sh\n‹source› /etc/a\n", "#!/bin/bash\nsource /etc/a\n")]
    [InlineData("SLW5006", "#!/bin/sh\necho \"‹${x/a/b}›\"\n", "#!/bin/bash\necho \"${x/a/b}\"\n")]
    [InlineData("SLW5006", "#!/bin/sh\necho ‹${x^^}›\n", "#!/bin/bash\necho ${x^^}\n")]
    [InlineData("SLW5006", "#!/bin/sh\n‹pushd› /srv\n", "#!/bin/bash\npushd /srv\n")]
    [InlineData("SLW5006", "#!/bin/sh\n‹set -eo pipefail›\n", "#!/bin/bash\nset -eo pipefail\n")]
    [InlineData("SLW5006", "#!/bin/sh\ndiff ‹<(›a) b\n", "#!/bin/bash\ndiff <(a) b\n")]
    [InlineData("SLW5007", "#!/bin/sh\n‹if› a; then\n  b\n", null)]
    [InlineData("SLW5007", "#!/bin/sh\necho ‹\"›a\n", null)]
    [InlineData("SLW5007", "#!/bin/sh\ncat ‹<<EOF›\ntext\n EOF\n", null)]
    [InlineData("SLW5007", "#!/bin/sh\nnginx -t\n‹fi›\n", null)]
    [InlineData("SLW5008", "#!/bin/sh\n# note\n\n‹/srv/a› x\n/srv/b\n", "#!/bin/sh\n# note\n\nset -e\n/srv/a x\n/srv/b\n")]
    [InlineData("SLW5009", "#!/bin/sh\n‹java -jar a.jar &›\n", "#!/bin/sh\njava -jar a.jar >/dev/null 2>&1 </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/sh\n‹nohup java -jar a.jar > a.log &›\n", "#!/bin/sh\nnohup java -jar a.jar > a.log 2>&1 </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/sh\n‹java -jar a.jar 2>&1 >a.log &›\n", "#!/bin/sh\njava -jar a.jar 2>&1 >a.log 2>&1 </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/sh\n(‹cd /srv && ./run &›)\n", "#!/bin/sh\n({ cd /srv && ./run; } >/dev/null 2>&1 </dev/null &)\n")]
    [InlineData("SLW5009", "#!/bin/bash\n‹cd /srv && ./run >a.log 2>&1 &›\n", "#!/bin/bash\n{ cd /srv && ./run >a.log 2>&1; } >/dev/null 2>&1 </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/bash\n‹pgrep run || nohup ./run &›\n", "#!/bin/bash\n{ pgrep run || nohup ./run; } >/dev/null 2>&1 </dev/null &\n")]
    [InlineData("SLW5009", "#!/bin/sh\nstart() {\n  ‹worker --all&›\n}\nstart\n", "#!/bin/sh\nstart() {\n  worker --all >/dev/null 2>&1 </dev/null&\n}\nstart\n")]
    [InlineData("SLW5010", "#!/bin/sh\n‹docker compose -f a.yml up›\n", "#!/bin/sh\ndocker compose -f a.yml up -d\n")]
    [InlineData("SLW5010", "#!/bin/sh\n‹docker-compose up --build›\n", "#!/bin/sh\ndocker-compose up -d --build\n")]
    [InlineData("SLW5010", "#!/bin/sh\n‹sudo docker run -p 80:80 nginx›\n", "#!/bin/sh\nsudo docker run -d -p 80:80 nginx\n")]
    [InlineData("SLW5010", "#!/bin/sh\n‹tail -n 100 -f /var/log/a›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹docker logs -f shop›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\ncd /srv/a && ‹npm start›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹yarn run start›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹node /srv/a/server.js›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹python3 -m http.server 80›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹flask run --port 80›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹uvicorn main:app›\n", null)]
    [InlineData("SLW5010", "#!/bin/sh\n‹/srv/venv/bin/gunicorn app:app -b 0.0.0.0:80›\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹read› answer\n", null)]
    [InlineData("SLW5011", "#!/bin/bash\n‹select› x in a b; do echo $x; done\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\nsudo ‹passwd› shop\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹vi› /etc/a\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹less› /etc/a\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹top›\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹mysql_secure_installation›\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\n‹ssh-keygen› -t ed25519 -f /srv/key\n", null)]
    [InlineData("SLW5011", "#!/bin/sh\nsudo ‹apt-get› install nginx\n", "#!/bin/sh\nsudo apt-get install -y nginx\n")]
    [InlineData("SLW5011", "#!/bin/sh\n‹yum› update\n", "#!/bin/sh\nyum update -y\n")]
    [InlineData("SLW5011", "#!/bin/sh\n‹zypper› install nginx\n", "#!/bin/sh\nzypper -n install nginx\n")]
    [InlineData("SLW5011", "#!/bin/sh\n‹add-apt-repository› ppa:a/b\n", "#!/bin/sh\nadd-apt-repository -y ppa:a/b\n")]
    [InlineData("SLW5011", "#!/bin/sh\n‹pip3› uninstall flask\n", "#!/bin/sh\npip3 uninstall -y flask\n")]
    [InlineData("SLW5012", "#!/bin/sh\nnginx -t\nif ‹sudo› nginx -t; then sudo nginx; fi\n", null, "AfterInstall", "deploy")]
    [InlineData("SLW5013", "#!/bin/sh\nset -e\n‹./bin/a› b\n", null)]
    [InlineData("SLW5013", "#!/bin/sh\n. ‹./env.sh›\n", null)]
    [InlineData("SLW5013", "#!/bin/bash\nsource ‹env.sh›\n", null)]
    [InlineData("SLW5013", "#!/bin/sh\ncd ‹app› && make\n", null)]
    [InlineData("SLW5013", "#!/bin/sh\n‹\"../a\"› b\n", null)]
    [InlineData("SLW5014", "#!/bin/sh\necho \"‹$DEPLOYMENT_GROUPNAME›\"\n", "#!/bin/sh\necho \"$DEPLOYMENT_GROUP_NAME\"\n")]
    [InlineData("SLW5014", "#!/bin/sh\necho ‹${LIFECYCLE_EVNT}›\n", "#!/bin/sh\necho ${LIFECYCLE_EVENT}\n")]
    [InlineData("SLW5014", "#!/bin/sh\ncat <<EOF\n‹$CODEBUILD_BUILD_ID›\nEOF\n", null)]
    [InlineData("SLW5014", "#!/bin/sh\necho ‹$GITHUB_SHA›\n", null)]
    [InlineData("SLW5015", "#!/bin/bash\nset -e\n/srv/a ‹|› tee a.log\n/srv/b\n", "#!/bin/bash\nset -e\nset -o pipefail\n/srv/a | tee a.log\n/srv/b\n")]
    [InlineData("SLW5015", "#!/bin/bash -e\n/srv/a 2>&1 ‹|› grep -v DEBUG\n", "#!/bin/bash -e\nset -o pipefail\n/srv/a 2>&1 | grep -v DEBUG\n")]
    [InlineData("SLW5015", "#!/bin/sh\n/srv/a\n‹exit 0›\n", "#!/bin/sh\n/srv/a\n")]
    [InlineData("SLW5015", "#!/bin/sh\n/srv/a\n‹true›", "#!/bin/sh\n/srv/a\n")]
    [InlineData("SLW5016", "#!/bin/sh\n‹pkill -f shop›\n", "#!/bin/sh\npkill -f shop || true\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\nset -e\n‹kill $(cat /run/a.pid) 2>/dev/null›\nrm -f a\n", "#!/bin/sh\nset -e\nkill $(cat /run/a.pid) 2>/dev/null || true\nrm -f a\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh -e\n‹sudo docker stop shop›; echo done\n", "#!/bin/sh -e\nsudo docker stop shop || true; echo done\n", "BeforeBlockTraffic")]
    [InlineData("SLW5016", "#!/bin/sh\n‹pm2 delete all›\n", "#!/bin/sh\npm2 delete all || true\n", "AfterBlockTraffic")]
    [InlineData("SLW5016", "#!/bin/sh\n‹fuser -k 80/tcp›\n", "#!/bin/sh\nfuser -k 80/tcp || true\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\n‹rm /run/a.pid›\n", "#!/bin/sh\nrm /run/a.pid || true\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\npgrep java | ‹xargs kill -9›\n", "#!/bin/sh\npgrep java | xargs kill -9 || true\n", "ApplicationStop")]
    [InlineData("SLW5016", "#!/bin/sh\n[ -n \"$pid\" ] && ‹kill $pid›\n", "#!/bin/sh\n[ -n \"$pid\" ] && kill $pid || true\n", "ApplicationStop")]
    [InlineData("SLW5017", "‹#!/bin/sh›\n# nothing\nset -e\n:\n", null)]
    [InlineData("SLW5018", "#!/bin/sh\nrm -rf ‹/opt/codedeploy-agent/deployment-root/$DEPLOYMENT_GROUP_ID›\n", null)]
    [InlineData("SLW5018", "#!/bin/sh\nroot=/opt/codedeploy-agent/deployment-root\necho a > ‹\"$root/$DEPLOYMENT_GROUP_ID/a\"›\n", null)]
    [InlineData("SLW5018", "#!/bin/sh\ngit -C ‹/opt/codedeploy-agent/deployment-root/x› pull\n", null)]
    [InlineData("SLW5018", "#!/bin/sh\ntar -xzf a.tgz -C ‹/opt/codedeploy-agent/deployment-root/x›\n", null)]
    [InlineData("SLW5018", "#!/bin/sh\nsed -i s/a/b/ ‹/opt/codedeploy-agent/deployment-root/x/a›\n", null)]
    [InlineData("SLW5019", "#!/bin/sh\nrm -rf ‹\"$APP/lib\"›\n", "#!/bin/sh\nrm -rf \"${APP:?}/lib\"\n")]
    [InlineData("SLW5019", "#!/bin/sh\nrm -rf ‹$APP/*›\n", "#!/bin/sh\nrm -rf ${APP:?}/*\n")]
    [InlineData("SLW5019", "#!/bin/sh\nrm -fr ‹\"$APP\"/*›\n", "#!/bin/sh\nrm -fr \"${APP:?}\"/*\n")]
    [InlineData("SLW5019", "#!/bin/sh\nrm -rf ‹/var/*›\n", null)]
    [InlineData("SLW5019", "#!/bin/sh\nrm -r -f ‹/usr/› x\n", null)]
    [InlineData("SLW5019", "#!/bin/sh\nsudo rm -rf ‹/*›\n", null)]
    [InlineData("SLW5019", "#!/bin/sh\ncd /srv/a\nrm -rf ‹*›\n", "#!/bin/sh\ncd /srv/a || exit 1\nrm -rf *\n")]
    [InlineData("SLW5019", "#!/bin/sh\ncd /srv/a; rm -rf ‹.›\n", "#!/bin/sh\ncd /srv/a || exit 1; rm -rf .\n")]
    [InlineData("SLW5020", "#!/bin/sh\nnginx -t && ‹sudo reboot›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹shutdown -r now›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹init 6›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹systemctl reboot›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹service codedeploy-agent restart›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹/etc/init.d/codedeploy-agent stop›\n", null)]
    [InlineData("SLW5020", "#!/bin/sh\n‹yum erase -y codedeploy-agent›\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\nexport DB_PASSWORD=‹'hunter2-Xy91'›\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\nPGPASSWORD=‹hunter2-Xy91› psql shop\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\ndocker run -d -e API_TOKEN=‹hunter2-Xy91› shop\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\nmysql -u root -p‹hunter2› shop\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\npsql \"postgresql://shop:‹hunter2›@db/shop\"\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\ncurl -u \"admin:‹hunter2\"› http://a\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\ntool --api-key=‹hunter2-Xy91›\n", null)]
    [InlineData("SLW5022", "#!/bin/sh\ntool --password ‹hunter2-Xy91›\n", null)]
    public void Marks_the_token_and_fixes_it(string rule, string marked, string? after, string @event = "AfterInstall", string? runas = null)
    {
        var start = marked.IndexOf('‹', StringComparison.Ordinal);
        var end = marked.IndexOf('›', StringComparison.Ordinal) - 1;
        var text = marked.Replace("‹", "", StringComparison.Ordinal).Replace("›", "", StringComparison.Ordinal);

        var findings = ShellCase.Findings(text, @event, runas);

        var finding = Assert.Single(findings, item => item.Rule == rule);
        Assert.Equal((start, end - start), (finding.Range.Offset, finding.Range.Length));
        Assert.Equal((text[..start].Count(c => c == '\n') + 1, start - (text.LastIndexOf('\n', Math.Max(start - 1, 0)) is var line && line < start ? line : -1)), (finding.Range.Line, finding.Range.Column));
        if (after is null)
        {
            Assert.Null(finding.Fix);
            return;
        }

        var repaired = FixedText.Apply(text, finding.Fix!.Changes);
        Assert.Equal(after, repaired);
        Assert.DoesNotContain(ShellCase.Findings(repaired, @event, runas), item => item.Rule == rule);
    }

    [Fact]
    public void A_byte_order_mark_goes_with_the_encoding()
    {
        var finding = Assert.Single(ShellCase.Findings("\uFEFF#!/bin/bash\nnginx -t\n"), item => item.Rule == "SLW5002");

        Assert.Equal((0, 11), (finding.Range.Offset, finding.Range.Length));
        Assert.Equal(FixEncoding.Utf8, finding.Fix!.Encoding);
    }

    [Theory]
    [InlineData("#!/bin/sh\nnginx -t\nshutdown -r +5\n", Severity.Info)]
    [InlineData("#!/bin/sh\nnginx -t\nshutdown -r +4\n", Severity.Error)]
    [InlineData("#!/bin/sh\n(sleep 600; reboot) >/dev/null 2>&1 &\n", Severity.Info)]
    public void A_delayed_reboot_is_only_an_info(string script, Severity severity) =>
        Assert.Equal(severity, Assert.Single(ShellCase.Findings(script), item => item.Rule == "SLW5020").Severity);

    [Fact]
    public void A_literal_deployment_id_is_an_error()
    {
        var finding = Assert.Single(ShellCase.Findings("#!/bin/sh\ncat /opt/codedeploy-agent/deployment-root/9f2a/d-A1B2C3D4E/deployment-archive/a\n"), item => item.Rule == "SLW5018");

        Assert.Equal(Severity.Error, finding.Severity);
    }
}
