using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Slipway.Specifications;

namespace Slipway.Aws;

/// <summary>Turns what the SDK throws into one coded line. The SDK has retried what may be retried before it throws.</summary>
internal static class AwsFailure
{
    /// <summary>The error of a call.</summary>
    /// <param name="e">What the SDK threw.</param>
    /// <param name="action">The IAM action that the call needs.</param>
    /// <param name="place">The store or key, as the user wrote it.</param>
    /// <param name="subject">The bucket or key that the call was about.</param>
    internal static SlipwayException Of(Exception e, string action, string place, string subject) => e switch
    {
        AmazonServiceException service when Reason(service) is { } why => AwsErrors.Unreachable(place, "AWS", why, e),
        AmazonServiceException service => OfAnswer(service, action, place, subject),
        AmazonClientException when Mentions(e, "credentials") => AwsErrors.NoCredentials(place, e),
        AmazonClientException when Mentions(e, "region") => AwsErrors.NoRegion(place, e),
        _ => AwsErrors.Unreachable(place, "AWS", Innermost(e).Message.TrimEnd('.'), e),
    };

    /// <summary>Whether the SDK may throw it for reasons that lie outside of this program.</summary>
    internal static bool IsExpected(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException;

    internal static bool IsMissing(Exception e) => e is AmazonServiceException { StatusCode: HttpStatusCode.NotFound } service && service.ErrorCode != "NoSuchBucket";

    /// <summary>A condition (If-Match, If-None-Match) did not hold, or somebody else was writing at this moment: look again.</summary>
    internal static bool IsConflict(Exception e) => e is AmazonServiceException { StatusCode: HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict };

    private static SlipwayException OfAnswer(AmazonServiceException e, string action, string place, string subject) => e.ErrorCode switch
    {
        "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" => AwsErrors.Expired(place, e),
        "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidToken" or "InvalidSignatureException"
            or "MissingAuthenticationToken" or "MissingAuthenticationTokenException" => AwsErrors.Refused(place, e),
        "RequestTimeTooSkewed" => AwsErrors.ClockSkew(place, e),
        "NoSuchBucket" => AwsErrors.NoBucket(place, subject, e),
        "PermanentRedirect" or "TemporaryRedirect" or "Redirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" => AwsErrors.WrongRegion(place, e.Message.TrimEnd('.'), e),
        "SlowDown" or "Throttling" or "ThrottlingException" or "TooManyRequestsException" or "RequestLimitExceeded" or "ServiceUnavailable" => AwsErrors.Throttled(place, e),
        "NotFoundException" or "DisabledException" or "KMSInvalidStateException" or "InvalidKeyUsageException" or "KeyUnavailableException" or "InvalidArnException"
            => AwsErrors.KeyUnusable(place, subject, e.Message.TrimEnd('.'), e),
        { } code when code.StartsWith("KMS.", StringComparison.Ordinal) => AwsErrors.KeyUnusable(place, subject, e.Message.TrimEnd('.'), e),
        "AccessDenied" or "AccessDeniedException" or "AllAccessDisabled" => AwsErrors.AccessDenied(place, action, e),
        _ when e.StatusCode == HttpStatusCode.Forbidden => AwsErrors.AccessDenied(place, action, e),
        _ when e.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => AwsErrors.WrongRegion(place, e.Message.TrimEnd('.'), e),
        _ when e.StatusCode == HttpStatusCode.ServiceUnavailable => AwsErrors.Throttled(place, e),
        _ => AwsErrors.Other(place, action, $"{(string.IsNullOrEmpty(e.ErrorCode) ? e.StatusCode : e.ErrorCode)}: {e.Message}", e),
    };

    // Of an exception without an answer: what kept the answer away.
    private static string? Reason(AmazonServiceException e) =>
        e.StatusCode == 0 && Innermost(e) is (SocketException or HttpRequestException or IOException or TimeoutException or OperationCanceledException) and var cause
            ? cause.Message.TrimEnd('.') : null;

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    private static bool Mentions(Exception e, string word) => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
