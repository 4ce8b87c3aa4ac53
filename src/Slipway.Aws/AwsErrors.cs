using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>The errors of this room, SLW0600 to SLW0619; docs/errors/aws.md lists them.</summary>
internal static class AwsErrors
{
    internal static SlipwayException NoCredentials(string place, Exception? inner = null) =>
        New("SLW0600", "No AWS credentials were found. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, sign in with 'aws sso login', or give the machine a role.", place, inner);

    internal static SlipwayException Expired(string place, Exception? inner = null) =>
        New("SLW0601", "The AWS credentials have expired. Sign in again ('aws sso login'), or renew the session token.", place, inner);

    internal static SlipwayException AccessDenied(string place, string action, Exception? inner = null) =>
        New("SLW0602", $"AWS denied {action}. Allow this action to the account or role that deploys; docs/revision-stores.md has the whole policy.", place, inner);

    internal static SlipwayException NoBucket(string place, string bucket, Exception? inner = null) =>
        New("SLW0603", $"There is no bucket {bucket}, or it belongs to another partition. Correct the name, or create the bucket first; Slipway does not.", place, inner);

    internal static SlipwayException WrongRegion(string place, string detail, Exception? inner = null) =>
        New("SLW0604", $"The bucket is in another region than the one asked ({detail}). Set AWS_REGION to the bucket's region.", place, inner);

    internal static SlipwayException Unreachable(string place, string endpoint, string why, Exception? inner = null) =>
        New("SLW0605", $"{endpoint} cannot be reached: {why}. Check the network, the proxy, and AWS_ENDPOINT_URL if it is set; what was sent so far is resumed the next time.", place, inner);

    internal static SlipwayException Throttled(string place, Exception? inner = null) =>
        New("SLW0606", "AWS asked to slow down, again and again. Wait a little and repeat; several deployments at once may share the limit.", place, inner);

    internal static SlipwayException ClockSkew(string place, Exception? inner = null) =>
        New("SLW0607", $"This machine's clock ({DateTimeOffset.UtcNow:yyyy-MM-dd HH:mm:ss} UTC) is too far from that of AWS. Set the clock.", place, inner);

    internal static SlipwayException NotEncrypted(string place, Uri endpoint) =>
        New("SLW0608", $"The endpoint {endpoint.GetLeftPart(UriPartial.Authority)} is not encrypted, and nothing was sent to it. Use https; plain http is for 127.0.0.1 only.", place);

    internal static SlipwayException BadAddress(string address, string why) =>
        New("SLW0609", $"This is no address of an S3 store: {why}. Write s3://bucket/prefix.", address);

    internal static SlipwayException KeyUnusable(string place, string key, string why, Exception? inner = null) =>
        New("SLW0610", $"The KMS key {key} cannot be used: {why}. Name an enabled symmetric key of this region by its id, ARN or alias.", place, inner);

    internal static SlipwayException Refused(string place, Exception? inner = null) =>
        New("SLW0611", "AWS does not know these credentials: the access key does not exist, or the secret does not belong to it. Check AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.", place, inner);

    internal static SlipwayException NoRegion(string place, Exception? inner = null) =>
        New("SLW0612", "No AWS region is set. Set AWS_REGION, or a region in the profile.", place, inner);

    internal static SlipwayException Busy(string place) =>
        New("SLW0613", "Others kept changing this revision's record while it was put. Repeat it.", place);

    internal static SlipwayException Cut(string place, string why, Exception? inner = null) =>
        New("SLW0614", $"The download kept breaking off: {why}. Repeat it when the network is better.", place, inner);

    internal static SlipwayException Other(string place, string action, string answer, Exception? inner = null) =>
        New("SLW0619", $"AWS refused {action}: {answer}", place, inner);

    private static SlipwayException New(string code, string message, string place, Exception? inner = null) => new(new(code, message, place), inner);
}
