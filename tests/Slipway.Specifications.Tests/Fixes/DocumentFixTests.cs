using Slipway.Specifications.Fixes;
using Slipway.Specifications.Rules;

namespace Slipway.Specifications.Tests.Fixes;

/// <summary>The fixes of SLW1xxx give exactly the expected text.</summary>
public sealed class DocumentFixTests
{
    private const string Header = "version: 0.0\nos: linux\n";
    private const string Files = Header + "files:\n  - source: a\n    destination: /b\n";
    private const string Hook = Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n";

    [Theory]
    [InlineData("SLW1001", Header + "files:\n  - source: a\n   destination: /b # c\n", Files, " # c")]
    [InlineData("SLW1001", Header + "files:\n  - source: a\n      destination: /b\n", Files, "")]
    [InlineData("SLW1001", Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n    timeout: 300\n", Hook + "      timeout: 300\n", "")]
    [InlineData("SLW1002", Header + "hooks:\n\tAfterInstall:\n    - location: a.sh\n", Header + "hooks:\n    AfterInstall:\n    - location: a.sh\n", "")]
    [InlineData("SLW1002", Header + "hooks:\n\tAfterInstall:\n\t\t- location: a.sh\n", Hook, "")]
    [InlineData("SLW1005", "version: 0.0\nos: linux\u200B\n", Header, "")]
    [InlineData("SLW1005", "version: 0.0\nos:\u00A0linux\n", Header, "")]
    [InlineData("SLW1005", "version: 0.0\nos: linux\nfiles:\n  - source: \u201Ca b\u201D\n    destination: /b\n", Header + "files:\n  - source: \"a b\"\n    destination: /b\n", "")]
    [InlineData("SLW1005", "version: 0.0\nos: \u2018linux\u2019\n", "version: 0.0\nos: 'linux'\n", "")]
    [InlineData("SLW1006", "", Header, "")]
    [InlineData("SLW1006", "# nothing", "# nothing\n" + Header, "")]
    [InlineData("SLW1006", "# nothing\r\n", "# nothing\r\nversion: 0.0\r\nos: linux\r\n", "")]
    [InlineData("SLW1007", Header + "---\n# end\n", Header + "# end\n", "")]
    [InlineData("SLW1007", Header + "--- # end\n", Header + "# end\n", "")]
    [InlineData("SLW1008", Header + "x: &a /srv/app\ny: *a # note\n", Header + "x: &a /srv/app\ny: /srv/app # note\n", "")]
    [InlineData("SLW1008", Header + "x: &a 'it''s'\ny: [*a ]\n", Header + "x: &a 'it''s'\ny: ['it''s' ]\n", "")]
    [InlineData("SLW1009", Header + "x: 2026-01-31 # note\n", Header + "x: '2026-01-31' # note\n", "")]
    [InlineData("SLW1011", Header + "hook: # mine\n  AfterInstall: []\n", Header + "hooks: # mine\n  AfterInstall: []\n", "")]
    [InlineData("SLW1011", Files + "\"permision\": []\n", Files + "\"permissions\": []\n", "")]
    [InlineData("SLW1012", Header + "files:\n  source: a\n  # note\n  destination: /b\n", Header + "files:\n  - source: a\n    # note\n    destination: /b\n", "")]
    [InlineData("SLW1012", Header + "files: { source: a, destination: /b }\n", Header + "files: [{ source: a, destination: /b }]\n", "")]
    [InlineData("SLW1012", Files + "permissions:\n  - object: /b\n    type: file # all\n", Files + "permissions:\n  - object: /b\n    type: [file] # all\n", "")]
    [InlineData("SLW1012", Files + "permissions:\n  - object: /b\n    except: 'a, b'\n", Files + "permissions:\n  - object: /b\n    except: ['a, b']\n", "")]
    [InlineData("SLW1013", "os: linux\n", Header, "")]
    [InlineData("SLW1013", "# top\r\n---\r\nos: linux\r\n", "# top\r\n---\r\nversion: 0.0\r\nos: linux\r\n", "")]
    [InlineData("SLW1013", "version: \"0.0\" # v\nos: linux\n", "version: 0.0 # v\nos: linux\n", "")]
    [InlineData("SLW1013", "version: # v\nos: linux\n", "version: 0.0 # v\nos: linux\n", "")]
    [InlineData("SLW1013", "{ os: linux }\n", "{ version: 0.0, os: linux }\n", "")]
    [InlineData("SLW1014", "version: 0.0\nos: 'Linux'\n", "version: 0.0\nos: 'linux'\n", "")]
    [InlineData("SLW1014", "version: 0.0\nos: amazon-linux\n", Header, "")]
    [InlineData("SLW1014", "version: 0.0\nos: Win\n", "version: 0.0\nos: windows\n", "")]
    [InlineData("SLW1014", "version: 0.0 # v\nhooks:\n  AfterInstall:\n    - location: a.ps1\n", "version: 0.0 # v\nos: windows\nhooks:\n  AfterInstall:\n    - location: a.ps1\n", "")]
    [InlineData("SLW1016", Hook + "files: # none\n", Hook + "# none\n", "")]
    [InlineData("SLW1016", Header + "files:\n\n# later\nhooks: {}\n", Header + "\n# later\nhooks: {}\n", "")]
    [InlineData("SLW1019", Hook + "      runas: no # one\n", Hook + "      runas: 'no' # one\n", "")]
    [InlineData("SLW1020", Header + "files:\n  - source: \"c:\\temp\\it's\"\n    destination: /b\n", Header + "files:\n  - source: 'c:\\temp\\it''s'\n    destination: /b\n", "")]
    [InlineData("SLW1020", Header + "files:\n  - source: \"c:\\Web\"\n    destination: /b\n", Header + "files:\n  - source: 'c:\\Web'\n    destination: /b\n", "")]
    [InlineData("SLW1021", "version:0.0\nos:linux\n", Header, "")]
    [InlineData("SLW1021", Header + "files:\n  -source: a\n    destination: /b\n", Files, "")]
    [InlineData("SLW1022", Header + "files:\n  - source: *.txt # all\n    destination: /b\n", Header + "files:\n  - source: \"*.txt\" # all\n    destination: /b\n", "")]
    [InlineData("SLW1022", "version: 0.0\nos: windows\nfiles:\n  - source: @\\x\n    destination: c:\\b\n", "version: 0.0\nos: windows\nfiles:\n  - source: '@\\x'\n    destination: c:\\b\n", "")]
    public void Gives_the_text(string rule, string before, string after, string comment)
    {
        if (comment.Length > 0) after = after.TrimEnd('\n') + comment + "\n";

        Assert.Equal(after, FixCase.Fixed(rule, before));
    }

    [Fact]
    public void A_duplicate_event_is_appended_to_the_first_one_with_its_comments()
    {
        const string before = Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n  ApplicationStop:\n    - location: s.sh\n  AfterInstall: # twice\n      # second\n      - location: b.sh\n\n        timeout: 5\n";

        Assert.Equal(Header + "hooks:\n  AfterInstall:\n    - location: a.sh\n    # second\n    - location: b.sh\n\n      timeout: 5\n  ApplicationStop:\n    - location: s.sh\n  # twice\n",
            FixCase.Fixed("SLW1010", before));
    }

    [Fact]
    public void Of_three_equal_sections_one_is_left()
    {
        const string before = Files + "files:\n  - source: c\n    destination: /d\nfiles:\n- source: e\n  destination: /f";

        Assert.Equal(Files + "  - source: c\n    destination: /d\n  - source: e\n    destination: /f\n", FixCase.Fixed("SLW1010", before));
    }

    [Fact]
    public void Two_equal_keys_that_are_no_lists_are_left_to_their_author() => Assert.Single(FixCase.Unfixable("SLW1010", Header + "os: windows\n"));

    [Fact]
    public void The_os_comes_from_the_runtime_that_is_published()
    {
        static RuleInputs Published(RuleInputs inputs, string runtime) => inputs with { Properties = new Dictionary<string, string> { ["RuntimeIdentifier"] = runtime } };

        Assert.Equal("version: 0.0\nos: windows\n", FixCase.Fixed("SLW1014", "version: 0.0\n", inputs => Published(inputs, "win-x64")));
        Assert.Equal("version: 0.0\nos: windows # x\n", FixCase.Fixed("SLW1015", "version: 0.0\nos: linux # x\n", inputs => Published(inputs, "win-x64")));
        Assert.Equal("version: 0.0\nos: windows\n", FixCase.Fixed("SLW1006", "", inputs => Published(inputs, "win-arm64")));
    }

    [Fact]
    public void A_mark_is_taken_off_and_the_rest_is_fixed_too()
    {
        var result = FixRounds.Apply("\uFEFFversion: 0.0\nos: Linux\n", text => AppSpecCheck.Run(new RuleInputs { File = "a", Text = text }));

        Assert.Equal(new FixedFile(Header, FixEncoding.Utf8, 2), result);
    }

    [Fact]
    public void The_bytes_of_a_marked_file_and_of_one_in_UTF_16_become_UTF_8()
    {
        byte[] expected = [.. "version: 0.0\nos: linux\n"u8];
        byte[] marked = [0xEF, 0xBB, 0xBF, .. expected];
        byte[] wide = [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("version: 0.0\nos: Linux\n")];

        Assert.Equal(expected, FixRounds.Apply(marked, Check, out var count));
        Assert.Equal(1, count);
        Assert.Equal(expected, FixRounds.Apply(wide, Check, out count));
        Assert.Equal(2, count);
        byte[] latin = [.. "version: 0.0\nos: Linux # f"u8, 0xFC, (byte)'r'];
        Assert.Same(latin, FixRounds.Apply(latin, Check, out count));
        Assert.Equal(0, count);

        static IReadOnlyList<Specifications.Findings.Finding> Check(byte[] content) => AppSpecCheck.Run(new RuleInputs { File = "a", Content = content });
    }
}
