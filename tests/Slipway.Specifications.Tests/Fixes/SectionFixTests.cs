using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Fixes;

/// <summary>The fixes of SLW2xxx to SLW4xxx and of the did-you-means of SLW9xxx give exactly the expected text.</summary>
public sealed class SectionFixTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Windows = "version: 0.0\nos: windows\n";
    private const string File = Header + "files:\n  - source: a\n    destination: /b\n";
    private const string Permission = File + "permissions:\n  - object: /b\n";
    private const string Events = Header + "hooks:\n  AfterInstall:\n";
    private const string Hook = Events + "    - location: a.sh\n";

    [Theory]
    [InlineData("SLW2002", Header + "files:\n  - source: a/* # all\n    destination: /b\n", Header + "files:\n  - source: a # all\n    destination: /b\n")]
    [InlineData("SLW2002", Header + "files:\n  - source: \"a/**\"\n    destination: /b\n", Header + "files:\n  - source: \"a\"\n    destination: /b\n")]
    [InlineData("SLW2002", Header + "files:\n  - source: '*'\n    destination: /b\n", Header + "files:\n  - source: '/'\n    destination: /b\n")]
    [InlineData("SLW2005", Header + "files:\n  - source: x/app.conf\n    destination: /etc/shop/app.conf # c\n", Header + "files:\n  - source: x/app.conf\n    destination: /etc/shop # c\n")]
    [InlineData("SLW2006", File + "  - source: a # again\n    destination: /b\n# end\n", File + "# end\n")]
    [InlineData("SLW2008", File + "file_exists_behavior: 'overwrite'\n", File + "file_exists_behavior: 'OVERWRITE'\n")]
    [InlineData("SLW2008", File + "file_exists_behavior: RETAINED\n", File + "file_exists_behavior: RETAIN\n")]
    [InlineData("SLW2010", Header + "files:\n  - source: x\\y\n    destination: /b\n", Header + "files:\n  - source: x/y\n    destination: /b\n")]
    [InlineData("SLW2010", Events + "    - location: \"x\\\\a.sh\"\n", Events + "    - location: \"x/a.sh\"\n")]
    [InlineData("SLW3001", Windows + "permissions:\n  - object: c:\\b\nhooks: {}\n", Windows + "hooks: {}\n")]
    [InlineData("SLW3003", Permission + "    type: [File, \"dir\"]\n", Permission + "    type: [file, \"directory\"]\n")]
    [InlineData("SLW3003", Permission + "    type:\n      - files\n      - folder\n", Permission + "    type:\n      - file\n      - directory\n")]
    [InlineData("SLW3004", Permission + "    mode: 0644 # rw\n", Permission + "    mode: \"0644\" # rw\n")]
    [InlineData("SLW3005", Permission + "    mode: 0o755\n", Permission + "    mode: 755\n")]
    [InlineData("SLW3005", Permission + "    mode: 'rwxr-x---'\n", Permission + "    mode: '750'\n")]
    [InlineData("SLW3006", Permission + "    mode: 644 # rw\n    owner: x\n", Permission + "    mode: 644 # rw\n    type: [file]\n    owner: x\n")]
    [InlineData("SLW3007", Permission + "    owner: www-data:web # both\n", Permission + "    owner: www-data # both\n    group: web\n")]
    [InlineData("SLW3007", File + "permissions: [{ object: /b, owner: \"x:y\" }]\n", File + "permissions: [{ object: /b, owner: \"x\", group: y }]\n")]
    [InlineData("SLW3008", Permission + "    mode: 777\n", Permission + "    mode: 775\n")]
    [InlineData("SLW3008", Permission + "    mode: \"0666\"\n    type: [file]\n", Permission + "    mode: \"0664\"\n    type: [file]\n")]
    [InlineData("SLW3010", Permission + "    pattern: \"**/*\"\n", Permission + "    pattern: \"**\"\n")]
    [InlineData("SLW3010", Permission + "    pattern: /** # all\n", Permission + "    pattern: '**' # all\n")]
    [InlineData("SLW3012", Header + "files:\n  - source: a.conf\n    destination: /b\npermissions:\n  - object: /b/a.conf\n    pattern: \"*.conf\" # all\n    mode: 640\n", Header + "files:\n  - source: a.conf\n    destination: /b\npermissions:\n  - object: /b/a.conf\n    # all\n    mode: 640\n")]
    [InlineData("SLW3013", Header + "files:\n  - source: a\n    destination: /srv/shop\npermissions:\n  - object: /srv/shpo\n    mode: 755\n", Header + "files:\n  - source: a\n    destination: /srv/shop\npermissions:\n  - object: /srv/shop\n    mode: 755\n")]
    [InlineData("SLW3014", Permission + "    acls: [\"anna:rw\"]\n", Permission + "    acls: [\"user:anna:rw\"]\n")]
    [InlineData("SLW3014", Permission + "    type: [directory]\n    acls:\n      - d:anna:rwx\n", Permission + "    type: [directory]\n    acls:\n      - default:user:anna:rwx\n")]
    [InlineData("SLW3015", Permission + "    acls: [\"default:user:anna:rwx\"]\n", Permission + "    acls: [\"default:user:anna:rwx\"]\n    type: [directory]\n")]
    [InlineData("SLW3016", Permission + "    context:\n      user: x # who\n      type: t\n      range: s0\n", Permission + "    context:\n      name: x # who\n      type: t\n      range: s0\n")]
    [InlineData("SLW4001", Header + "hooks:\n  afterinstall: # x\n    - location: a.sh\n", Header + "hooks:\n  AfterInstall: # x\n    - location: a.sh\n")]
    [InlineData("SLW4001", Header + "hooks:\n  StopApplication: []\n", Header + "hooks:\n  ApplicationStop: []\n")]
    [InlineData("SLW4003", Header + "hooks:\n  AfterInstall: scripts/a.sh # x\n", Header + "hooks:\n  AfterInstall:\n    - location: scripts/a.sh # x\n")]
    [InlineData("SLW4003", Events + "    - location a.sh\n", Events + "    - location: a.sh\n")]
    [InlineData("SLW4003", Events + "    - a.sh\n    - 'b c.sh'\n", Events + "    - location: a.sh\n    - location: 'b c.sh'\n")]
    [InlineData("SLW4003", Header + "hooks: { AfterInstall: [a.sh] }\n", Header + "hooks: { AfterInstall: [{ location: a.sh }] }\n")]
    [InlineData("SLW4003", Events + "    location: a.sh # x\n    timeout: 5\n", Events + "    - location: a.sh # x\n      timeout: 5\n")]
    [InlineData("SLW4006", Hook + "      timeout: \"300\" # s\n", Hook + "      timeout: 300 # s\n")]
    [InlineData("SLW4006", Hook + "      timeout: 5m\n", Hook + "      timeout: 300\n")]
    [InlineData("SLW4006", Hook + "      timeout: 300s\n", Hook + "      timeout: 300\n")]
    [InlineData("SLW4006", Hook + "      timeout: 1h\n", Hook + "      timeout: 3600\n")]
    [InlineData("SLW4006", Hook + "      timeout: 1:30\n", Hook + "      timeout: 90\n")]
    [InlineData("SLW4007", Hook + "      timeout: 6000\n", Hook + "      timeout: 3600\n")]
    [InlineData("SLW4008", Windows + "hooks:\n  AfterInstall:\n    - location: a.ps1\n      runas: x\n      timeout: 5\n", Windows + "hooks:\n  AfterInstall:\n    - location: a.ps1\n      timeout: 5\n")]
    [InlineData("SLW4008", Windows + "hooks:\n  AfterInstall:\n    - runas: x\n      location: a.ps1\n", Windows + "hooks:\n  AfterInstall:\n    - location: a.ps1\n")]
    [InlineData("SLW4009", Hook + "      runas: ex2-user\n", Hook + "      runas: ec2-user\n")]
    public void Gives_the_text(string rule, string before, string after) => Assert.Equal(after, FixCase.Fixed(rule, before));

    [Theory]
    [InlineData("SLW4005", Events + "    - location: /opt/x/scripts/a.sh\n", Events + "    - location: /scripts/a.sh\n")]
    [InlineData("SLW9003", Events + "    - location: 'a.sh' # x\n", Events + "    - location: 'scripts/a.sh' # x\n")]
    [InlineData("SLW9003", Events + "    - location: script/a.sh\n", Events + "    - location: scripts/a.sh\n")]
    [InlineData("SLW9004", Events + "    - location: /Scripts/a.sh\n", Events + "    - location: /scripts/a.sh\n")]
    [InlineData("SLW9002", Header + "files:\n  - source: /stie\n    destination: /srv/b\n", Header + "files:\n  - source: /site\n    destination: /srv/b\n")]
    public void Writes_the_name_that_the_revision_has(string rule, string before, string after) =>
        Assert.Equal(after, FixCase.Fixed(rule, before, inputs => inputs with { Revision = [new("appspec.yml"), new("scripts/a.sh"), new("site/index.html")] }));

    [Theory]
    [InlineData("SLW1012", Header + "files: |\n  source\n")]
    [InlineData("SLW2005", Header + "files:\n  - source: app.conf\n    destination: /etc/other.conf\n")]
    [InlineData("SLW2010", Header + "files:\n  - source: a\n    destination: c:\\b\n")]
    [InlineData("SLW3005", Permission + "    mode: u+x\n")]
    [InlineData("SLW3007", Permission + "    owner: 1000\n")]
    [InlineData("SLW3014", Permission + "    acls: [\"anna\"]\n")]
    [InlineData("SLW4007", Hook + "      timeout: 3000\n    - location: b.sh\n      timeout: 3000\n")]
    public void Offers_nothing_where_the_meaning_is_open(string rule, string text) => Assert.NotEmpty(FixCase.Unfixable(rule, text));
}
