using System.Text;
using System.Text.Json;
using CsCheck;
using Slipway.Revisions.Provenance;
using Xunit;

namespace Slipway.Revisions.Tests.Signing;

public sealed class ProvenanceStatementTests
{
    private static readonly string Identity = new('a', 64);

    private static readonly Gen<string?> Text = Gen.String[Gen.Char["abc/:é日\"\\\n\u0001 "], 0, 8].Select(t => t.Length == 0 ? null : t);

    private static readonly Gen<ProvenanceFacts> Facts = Gen.Select(Text.Array[9], Gen.Int[0, 2]).Select((t, dirty) => new ProvenanceFacts
    {
        ApplicationName = t[0],
        Repository = t[1],
        Commit = t[2],
        Branch = t[3],
        IsDirty = dirty == 0 ? null : dirty == 1,
        Builder = t[4],
        BuildId = t[5],
        BuildUrl = t[6],
        SlipwayVersion = t[7],
        SdkVersion = t[8],
    });

    [Fact]
    public void A_statement_comes_back_as_it_was_written() => Facts.Sample(facts =>
    {
        var statement = new ProvenanceStatement(Identity, facts, new string('b', 64));
        return ProvenanceStatement.Parse(statement.ToJson()) == statement;
    }, iter: 300);

    [Fact]
    public void It_is_an_in_toto_statement_with_slsa_provenance_and_nothing_of_time_place_or_person()
    {
        var json = new ProvenanceStatement(Identity, new()
        {
            ApplicationName = "Orders",
            Repository = "https://git.example.com/orders.git",
            Commit = new string('c', 40),
            Branch = "main",
            IsDirty = false,
        }, null).ToJson();
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Equal("https://in-toto.io/Statement/v1", root.GetProperty("_type").GetString());
        Assert.Equal("https://slsa.dev/provenance/v1", root.GetProperty("predicateType").GetString());
        var subject = Assert.Single(root.GetProperty("subject").EnumerateArray());
        Assert.Equal(("Orders", Identity), (subject.GetProperty("name").GetString(), subject.GetProperty("digest").GetProperty("sha256").GetString()));
        var definition = root.GetProperty("predicate").GetProperty("buildDefinition");
        Assert.Equal("git+https://git.example.com/orders.git", definition.GetProperty("resolvedDependencies")[0].GetProperty("uri").GetString());
        Assert.Equal(new string('c', 40), definition.GetProperty("resolvedDependencies")[0].GetProperty("digest").GetProperty("gitCommit").GetString());
        var text = Encoding.UTF8.GetString(json);
        Assert.DoesNotContain(Environment.MachineName, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(DateTime.UtcNow.Year.ToString(System.Globalization.CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
        Assert.EndsWith("workstation", root.GetProperty("predicate").GetProperty("runDetails").GetProperty("builder").GetProperty("id").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1","subject":[]}""")]
    [InlineData("""{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://slsa.dev/provenance/v1","subject":[{"digest":{"sha256":"AAAA"}}],"predicate":{}}""")]
    [InlineData("""{"_type":1,"predicateType":[],"subject":{"digest":null}}""")]
    public void What_is_no_statement_of_ours_is_none(string json) => Assert.Null(ProvenanceStatement.Parse(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_statement_about_two_revisions_is_none()
    {
        var json = Encoding.UTF8.GetString(new ProvenanceStatement(Identity, new(), null).ToJson());
        var subject = "{\"digest\":{\"sha256\":\"" + new string('b', 64) + "\"}},";
        Assert.NotNull(ProvenanceStatement.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.Null(ProvenanceStatement.Parse(Encoding.UTF8.GetBytes(json.Replace("\"subject\": [", "\"subject\": [" + subject, StringComparison.Ordinal))));
    }
}
