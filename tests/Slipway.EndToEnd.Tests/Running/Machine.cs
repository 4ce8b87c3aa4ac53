using System.Reflection;
using System.Runtime.InteropServices;

namespace Slipway.EndToEnd.Tests.Running;

/// <summary>What these tests need to know of the machine and of the checkout.</summary>
internal static partial class Machine
{
    public static string RepositoryRoot { get; } = Metadata("RepositoryRoot");

    public static string SlipwayAssembly { get; } = Metadata("SlipwayAssembly");

    /// <summary>The built application that fleets serve.</summary>
    public static string GreeterFolder => Metadata("GreeterFolder");

    public static bool IsRoot { get; } = OperatingSystem.IsLinux() && GetEffectiveUserId() == 0;

    /// <summary>SLIPWAY_FULL=1: everything, however long it takes.</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("SLIPWAY_FULL") == "1";

    public static bool Has(string program) =>
        (Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    public static void ChangeOwner(string path, uint user, uint group)
    {
        if (ChangeLinkOwner(path, user, group) != 0)
        {
            throw new IOException($"lchown {path}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    private static string Metadata(string key) =>
        typeof(Machine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEffectiveUserId();

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeLinkOwner(string path, uint user, uint group);
}
