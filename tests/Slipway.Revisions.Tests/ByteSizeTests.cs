using Xunit;

namespace Slipway.Revisions.Tests;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("500MB", 500_000_000L)]
    [InlineData(" 1.5 gb ", 1_500_000_000L)]
    [InlineData("2TB", 2_000_000_000_000L)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("MB", null)]
    [InlineData("1,5GB", null)]
    [InlineData("99999999999TB", null)]
    [InlineData("NaN", null)]
    public void Says_how_many_bytes_a_text_means(string text, long? bytes) => Assert.Equal(bytes, ByteSize.Parse(text));
}
