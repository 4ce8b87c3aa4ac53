using CsCheck;
using Slipway.Revisions.Encryption;
using Slipway.Specifications;
using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class EnvelopeTests : IDisposable
{
    private const int Chunk = 1 << 20, Tag = 16;

    private static readonly EnvelopeContext Context = new("Orders", new string('a', 64));

    private readonly TempFolder _temp = new();
    private readonly KeyFile _key;

    public EnvelopeTests() => _key = KeyFile.Create(_temp.Under("key"));

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Chunk - 1)]
    [InlineData(Chunk)]
    [InlineData(Chunk + 1)]
    [InlineData(2 * Chunk)]
    [InlineData((2 * Chunk) + 77)]
    public async Task What_is_sealed_opens_to_the_same_bytes(int size)
    {
        var content = Content(size);
        var envelope = await Seal(content);
        Assert.Equal(content, await Open(envelope));
        Assert.InRange(envelope.Length - size, 0, 256 + (Tag * ((size / Chunk) + 1)));
    }

    [Fact]
    public async Task The_same_content_never_gives_the_same_envelope_and_does_not_show_through()
    {
        var content = Enumerable.Repeat((byte)'x', 5000).ToArray();
        var (first, second) = (await Seal(content), await Seal(content));
        Assert.NotEqual(first, second);
        Assert.False(first.AsSpan().IndexOf("xxxxxxxx"u8) >= 0);
    }

    [Fact]
    public async Task No_changed_bit_is_accepted_anywhere()
    {
        var content = Content(300);
        var envelope = await Seal(content);
        await Gen.Select(Gen.Int[0, envelope.Length - 1], Gen.Int[0, 7]).SampleAsync(async (at, bit) =>
        {
            var changed = (byte[])envelope.Clone();
            changed[at] ^= (byte)(1 << bit);
            using var output = new MemoryStream();
            var e = await Assert.ThrowsAsync<SlipwayException>(() => OpenInto(changed, output));
            Assert.Contains(e.Error.Code, (string[])["SLW0154", "SLW0155", "SLW0156"]);
            Assert.Equal(0, output.Length);
        }, iter: 500);
    }

    [Fact]
    public async Task No_length_but_its_own_is_accepted()
    {
        var envelope = await Seal(Content(Chunk + 100));
        var header = envelope.Length - (Chunk + Tag) - (100 + Tag);
        int[] lengths = [0, 1, 16, 17, 24, header - 1, header, header + 1, header + Tag - 1, header + Tag, header + Chunk, header + Chunk + Tag, header + Chunk + Tag + 1, envelope.Length - 1];
        foreach (var length in lengths) await Refused(envelope[..length]);
        await Refused([.. envelope, 0]);
        await Refused([.. envelope, .. envelope.AsSpan(header)]);
    }

    [Fact]
    public async Task Chunks_open_in_their_place_and_their_envelope_only()
    {
        var (first, second) = (await Seal(Content(3 * Chunk)), await Seal(Content(3 * Chunk)));
        var header = first.Length - (3 * (Chunk + Tag));
        byte[] ChunkOf(byte[] envelope, int index) => envelope.AsSpan(header + (index * (Chunk + Tag)), Chunk + Tag).ToArray();
        await Refused([.. first.AsSpan(0, header), .. ChunkOf(first, 1), .. ChunkOf(first, 0), .. ChunkOf(first, 2)]);
        await Refused([.. first.AsSpan(0, header), .. ChunkOf(first, 0), .. ChunkOf(first, 2)]);
        await Refused([.. first.AsSpan(0, header), .. ChunkOf(first, 0), .. ChunkOf(second, 1), .. ChunkOf(first, 2)]);
        await Refused([.. second.AsSpan(0, header), .. first.AsSpan(header)]);
    }

    [Fact]
    public async Task Whole_chunks_before_a_spoilt_one_are_all_that_comes_out()
    {
        var content = Content(3 * Chunk);
        var envelope = await Seal(content);
        envelope[^(Chunk + Tag + 5)] ^= 1;
        using var output = new MemoryStream();
        Assert.Equal("SLW0155", (await Assert.ThrowsAsync<SlipwayException>(() => OpenInto(envelope, output))).Error.Code);
        Assert.Equal(content[..Chunk], output.ToArray());
    }

    [Fact]
    public async Task An_envelope_of_another_revision_or_application_does_not_open()
    {
        var envelope = await Seal(Content(10));
        foreach (var other in (EnvelopeContext[])[Context with { ApplicationName = "Billing" }, Context with { Identity = new string('b', 64) }])
        {
            var e = await Assert.ThrowsAsync<SlipwayException>(() => Envelope.OpenAsync(new MemoryStream(envelope), new MemoryStream(), "e", _key, other, default));
            Assert.Equal("SLW0154", e.Error.Code);
        }
    }

    [Fact]
    public async Task A_missing_or_another_key_is_named()
    {
        var envelope = await Seal(Content(10));
        var missing = await Assert.ThrowsAsync<SlipwayException>(() => Envelope.OpenAsync(new MemoryStream(envelope), new MemoryStream(), "e", null, Context, default));
        Assert.Equal("SLW0153", missing.Error.Code);
        Assert.Contains(_key.KeyId, missing.Message, StringComparison.Ordinal);
        var other = KeyFile.Create(_temp.Under("other"));
        var wrong = await Assert.ThrowsAsync<SlipwayException>(() => Envelope.OpenAsync(new MemoryStream(envelope), new MemoryStream(), "e", other, Context, default));
        Assert.Equal("SLW0154", wrong.Error.Code);
        Assert.Contains(_key.KeyId, wrong.Message, StringComparison.Ordinal);
        Assert.Contains(other.KeyId, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_of_huge_lengths_costs_nothing()
    {
        var envelope = await Seal(Content(10));
        foreach (var at in (int[])[17, 18, 19, 20, 21, 22, 23, 24])
        {
            var changed = (byte[])envelope.Clone();
            changed[at] = 0xff;
            await Refused(changed);
        }
    }

    [Fact]
    public void A_key_file_is_read_back_and_has_one_id_everywhere()
    {
        var copy = _temp.Write("copy", File.ReadAllText(_temp.Under("key")), "600");
        Assert.Equal(_key.KeyId, KeyFile.Read(copy).KeyId);
        Assert.Equal("600", Programs.Run(_temp.Path, "stat", "-c", "%a", "key").Trim());
    }

    [Theory]
    [InlineData("640")]
    [InlineData("604")]
    [InlineData("620")]
    [InlineData("660")]
    public void A_key_file_that_others_can_use_is_refused(string mode)
    {
        var copy = _temp.Write("copy", File.ReadAllText(_temp.Under("key")), mode);
        var e = Assert.Throws<SlipwayException>(() => KeyFile.Read(copy)).Error;
        Assert.Equal("SLW0152", e.Code);
        Assert.Contains("0" + mode, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=AAAA")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----")]
    public void What_is_no_key_is_refused_without_quoting_it(string text)
    {
        var e = Assert.Throws<SlipwayException>(() => KeyFile.Read(_temp.Write("bad", text, "600"))).Error;
        Assert.Equal("SLW0151", e.Code);
        if (text.Length > 0) Assert.DoesNotContain(text, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_existing_file_is_never_overwritten_by_a_new_key()
    {
        var before = File.ReadAllText(_temp.Under("key"));
        Assert.Equal("SLW0157", Assert.Throws<SlipwayException>(() => KeyFile.Create(_temp.Under("key"))).Error.Code);
        Assert.Equal(before, File.ReadAllText(_temp.Under("key")));
        Assert.Equal("SLW0150", Assert.Throws<SlipwayException>(() => KeyFile.Create(_temp.Under("no/folder"))).Error.Code);
        Assert.Equal("SLW0150", Assert.Throws<SlipwayException>(() => KeyFile.Read(_temp.Under("missing"))).Error.Code);
    }

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private async Task<byte[]> Seal(byte[] content)
    {
        using var output = new MemoryStream();
        await Envelope.SealAsync(new MemoryStream(content), output, _key, Context, default);
        return output.ToArray();
    }

    private async Task<byte[]> Open(byte[] envelope)
    {
        using var output = new MemoryStream();
        await OpenInto(envelope, output);
        return output.ToArray();
    }

    private Task OpenInto(byte[] envelope, Stream output) => Envelope.OpenAsync(new MemoryStream(envelope), output, "e", _key, Context, default);

    private async Task Refused(byte[] envelope)
    {
        var code = (await Assert.ThrowsAsync<SlipwayException>(() => Open(envelope))).Error.Code;
        Assert.Contains(code, (string[])["SLW0154", "SLW0155", "SLW0156"]);
    }
}
