using System.Text;
using CsCheck;
using Slipway.Deployments.Traffic.Nginx;
using Xunit;

namespace Slipway.Deployments.Tests.Traffic;

public sealed class UpstreamFileTests
{
    private const string Sample = """
        # upstream orders { server commented:1; }
        map $http_upgrade $connection_upgrade { default upgrade; '' close; }
        upstream "orders" {
          least_conn; zone orders 64k;
          server 10.0.0.1:80 weight=5 max_fails=0;  # web-1, the old one
          server	10.0.0.2:80
                 backup	down ; server unix:/run/app.sock; # web-3
          # server 10.0.0.9:80;
          server [::1]:8080 down;
        }
        upstream other { server 10.0.0.1:80; }
        server { location / { if ($host = "a;b}") { return 301; } } }
        """;

    [Fact]
    public void Finds_the_servers_of_an_upstream()
    {
        var servers = Parse(Sample).Upstreams["orders"];
        Assert.Equal(
            [("10.0.0.1:80", "web-1,", false), ("10.0.0.2:80", null, true), ("unix:/run/app.sock", "web-3", false), ("[::1]:8080", null, true)],
            servers.Select(server => (server.Address, server.Alias, server.IsDown)));
        Assert.True(servers[0].ToleratesFailures);
    }

    [Fact]
    public void Changes_one_word_and_nothing_else()
    {
        var file = Parse(Sample);
        var servers = file.Upstreams["orders"];
        Assert.Equal(Sample.Replace("max_fails=0;", "max_fails=0 down;"), Text(file.With(servers[0], isDown: true)));
        Assert.Equal(Sample.Replace("backup\tdown ;", "backup ;"), Text(file.With(servers[1], isDown: false)));
        Assert.Equal(Sample.Replace("8080 down;", "8080;"), Text(file.With(servers[3], isDown: false)));
        Assert.Equal(Sample, Text(file.With(servers[3], isDown: true)));
    }

    [Theory]
    [InlineData("upstream a {\n  server b:1;\n", "3:")]
    [InlineData("upstream a {\n  server b:1\n}\n", "2:")]
    [InlineData("}\n", "1:")]
    [InlineData("upstream a { server \"b }\n", "1:")]
    public void Says_the_line_of_a_mistake(string text, string line) => Assert.StartsWith(line, Assert.Throws<FormatException>(() => Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Down_and_up_again_is_the_same_file_and_other_bytes_never_change() =>
        (from servers in Gen.Select(Any(" ", "\t", "\n  "), Any("", " weight=3", " backup", " max_fails=0"), Any("", " # web", " #\u00ff é")).Array[1, 6]
         from at in Gen.Int[0, servers.Length - 1]
         select (servers, at)).Sample(made =>
    {
        var text = "# é\nupstream orders {\n" + string.Concat(made.servers.Select((server, i) => $"server{server.Item1}h{i}:80{server.Item2};{server.Item3}\n")) + "}\r\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var file = UpstreamFile.Parse(bytes);
        var down = file.With(file.Upstreams["orders"][made.at], isDown: true);
        var again = UpstreamFile.Parse(down);
        Assert.Equal(made.at, Assert.Single(again.Upstreams["orders"].Index(), server => server.Item.IsDown).Index);
        Assert.Equal(bytes, again.With(again.Upstreams["orders"][made.at], isDown: false));
    });

    [Fact]
    public void Garbage_is_refused_or_read_and_never_crashes() =>
        Any("upstream ", "a ", "{", "}", ";", "server ", "\"", "'", "\\", "#", "\n", "down", " ", "\0", "ü").Array[0, 40].Sample(parts =>
        {
            try
            {
                Parse(string.Concat(parts));
            }
            catch (FormatException e)
            {
                Assert.Matches(@"^\d+:", e.Message);
            }
        });

    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static UpstreamFile Parse(string text) => UpstreamFile.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content);
}
