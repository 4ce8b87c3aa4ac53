using Amazon.S3;
using Amazon.S3.Model;

namespace Slipway.Aws.Tests;

/// <summary>A client before whose first conditional write or delete something else happens.</summary>
internal sealed class Interrupted(MotoServer moto, Func<string, Task>? writing = null, Func<string, Task>? deleting = null)
    : AmazonS3Client(moto.Deployer, new AmazonS3Config { ServiceURL = moto.Url.ToString(), AuthenticationRegion = MotoServer.Region, ForcePathStyle = true })
{
    private int _written, _deleted;

    public override async Task<PutObjectResponse> PutObjectAsync(PutObjectRequest request, CancellationToken cancellationToken = default)
    {
        if (writing is not null && request.Key.EndsWith("revision.json", StringComparison.Ordinal) && Interlocked.Exchange(ref _written, 1) == 0) await writing(request.Key);
        return await base.PutObjectAsync(request, cancellationToken);
    }

    public override async Task<DeleteObjectResponse> DeleteObjectAsync(DeleteObjectRequest request, CancellationToken cancellationToken = default)
    {
        if (deleting is not null && Interlocked.Exchange(ref _deleted, 1) == 0) await deleting(request.Key);
        return await base.DeleteObjectAsync(request, cancellationToken);
    }
}
