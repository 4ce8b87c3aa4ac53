namespace Slipway.Revisions.Unix;

/// <summary>Error numbers of Linux that callers decide on.</summary>
public static class Errno
{
    /// <summary>Operation not permitted.</summary>
    public const int NotPermitted = 1;

    /// <summary>No such file or directory.</summary>
    public const int NotFound = 2;

    /// <summary>Permission denied.</summary>
    public const int AccessDenied = 13;

    /// <summary>File exists.</summary>
    public const int Exists = 17;

    /// <summary>Invalid cross-device link.</summary>
    public const int CrossDevice = 18;

    /// <summary>Not a directory.</summary>
    public const int NotDirectory = 20;

    /// <summary>Is a directory.</summary>
    public const int IsDirectory = 21;

    /// <summary>Invalid argument.</summary>
    public const int InvalidArgument = 22;

    /// <summary>No space left on device.</summary>
    public const int NoSpace = 28;

    /// <summary>Read-only file system.</summary>
    public const int ReadOnly = 30;

    /// <summary>Too many hard links to one file.</summary>
    public const int TooManyLinks = 31;

    /// <summary>Function not implemented.</summary>
    public const int NotImplemented = 38;

    /// <summary>File name too long.</summary>
    public const int NameTooLong = 36;

    /// <summary>Directory not empty.</summary>
    public const int NotEmpty = 39;

    /// <summary>Too many levels of symbolic links.</summary>
    public const int Loop = 40;

    /// <summary>No data: the extended attribute is absent.</summary>
    public const int NoData = 61;

    /// <summary>Operation not supported.</summary>
    public const int NotSupported = 95;

    /// <summary>Disk quota exceeded.</summary>
    public const int Quota = 122;
}
