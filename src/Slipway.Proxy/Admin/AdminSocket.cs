using System.Net;
using System.Net.Sockets;
using Slipway.Specifications;

namespace Slipway.Proxy.Admin;

/// <summary>The Unix socket of the admin side, for its owner only.</summary>
internal static class AdminSocket
{
    /// <summary>Binds it. Nobody can connect before its mode is set, because it does not listen yet.</summary>
    /// <exception cref="SlipwayException">SLW0505: another proxy has it, or it cannot be made.</exception>
    public static Socket Bind(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            RemoveLeftOver(path);
            socket.Bind(new UnixDomainSocketEndPoint(path));
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return socket;
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            throw new SlipwayException(new SlipwayError("SLW0505", $"The admin socket cannot be made: {e.Message} Give the proxy's account the right to its folder, or name another one with adminSocket.", path), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // What a killed proxy left behind refuses connections; a live one takes them.
    private static void RemoveLeftOver(string path)
    {
        if (!File.Exists(path)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            if ((File.GetAttributes(path) & (FileAttributes.Directory | FileAttributes.ReparsePoint)) == 0 && new FileInfo(path).Length == 0) File.Delete(path);
            return;
        }
        throw new SlipwayException(new SlipwayError("SLW0505", "Another proxy runs with this admin socket. End it first, or give this one another adminSocket.", path));
    }
}
