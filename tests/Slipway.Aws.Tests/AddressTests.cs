using Slipway.Specifications;
using Xunit;

namespace Slipway.Aws.Tests;

public class AddressTests
{
    [Theory]
    [InlineData("s3://bucket", "bucket", "")]
    [InlineData("s3://bucket/", "bucket", "")]
    [InlineData("S3://my.bucket-1/a/b", "my.bucket-1", "a/b/")]
    [InlineData("s3://bucket/a b/ü/", "bucket", "a b/ü/")]
    public void An_address_has_a_bucket_and_a_prefix(string text, string bucket, string prefix) => Assert.Equal(new S3Address(bucket, prefix), S3Address.Parse(text));

    [Theory]
    [InlineData("s3://")]
    [InlineData("s3://B")]
    [InlineData("s3://Bucket/x")]
    [InlineData("s3://bucket//x")]
    [InlineData("s3://bucket/../x")]
    [InlineData("s3://bucket/a/./x")]
    [InlineData("s3:/bucket")]
    [InlineData("s3://user@bucket/x")]
    public void What_is_no_address_is_refused(string text) => Assert.Equal("SLW0609", Assert.Throws<SlipwayException>(() => S3Address.Parse(text)).Error.Code);

    [Theory]
    [InlineData("s3://bucket/a/b/Orders/", "s3://bucket/a/b")]
    [InlineData("s3://bucket/Orders/", "s3://bucket")]
    public void A_revisions_address_is_that_of_its_store_its_application_and_its_identity(string before, string store)
    {
        var identity = new string('a', 64);
        foreach (var text in (string[])[before + identity, before + identity + "/", before + identity + "/bundle.zip", before + identity + "/bundle-x.zip.sealed"])
        {
            var (address, application, found) = S3Address.ParseRevision(text);
            Assert.Equal((store, "Orders", identity), (address.ToString(), application, found));
        }
    }

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/Orders")]
    [InlineData("s3://bucket/Orders/abcdef12")]
    [InlineData("s3://bucket/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_revisions_address_has_its_whole_identity(string text) => Assert.Equal("SLW0609", Assert.Throws<SlipwayException>(() => S3Address.ParseRevision(text)).Error.Code);

    [Theory]
    [InlineData("alias/slipway", true)]
    [InlineData("arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", true)]
    [InlineData("arn:aws-cn:kms:cn-north-1:123456789012:alias/slipway", true)]
    [InlineData("1234abcd-12ab-34cd-56ef-1234567890ab", true)]
    [InlineData("mrk-1234abcd12ab34cd56ef1234567890ab", true)]
    [InlineData("revisions.key", false)]
    [InlineData("/etc/slipway/alias/key", false)]
    [InlineData("./alias/key", false)]
    [InlineData("arn:aws:s3:::bucket", false)]
    public void A_kms_key_is_told_from_a_file(string text, bool isKms) => Assert.Equal(isKms, KeyReference.IsKms(text));

    [Theory]
    [InlineData(1L << 20, 8)]
    [InlineData(1L << 30, 8)]
    [InlineData(100L << 30, 11)]
    public void Ten_thousand_parts_are_enough(long size, int mebibytes)
    {
        var part = new S3StoreOptions().PartSizeFor(size);
        Assert.Equal(mebibytes << 20, part);
        Assert.InRange((size + part - 1) / part, 1, 10_000);
    }

    [Fact]
    public void Other_schemes_are_refused_and_folders_are_taken()
    {
        Assert.Equal("SLW0135", Assert.Throws<SlipwayException>(() => RevisionStores.Open("ftp://host/x", null, "/")).Error.Code);
        Assert.Equal("SLW0150", Assert.Throws<SlipwayException>(() => RevisionStores.Open("store", "missing.key", "/nowhere")).Error.Code);
        Assert.Equal(Path.GetFullPath("/work/store"), RevisionStores.Open("../store", null, "/work/project").Location);
        Assert.Equal(RevisionStores.OfUser, RevisionStores.Open("", "", "/work").Location);
    }
}
