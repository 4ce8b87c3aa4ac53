using System.Diagnostics;
using System.Text;

namespace Slipway.Deployments.Transports.Ssh;

/// <summary>A running ssh client. Its messages are read as they come, so that it never waits for us; the last ones are kept.</summary>
internal sealed class SshProcess : IDisposable
{
    private const int KeptMessages = 8 * 1024;
    private const int SmallStack = 256 * 1024;

    private readonly Process process;
    private readonly StringBuilder messages = new();
    private readonly Thread messageReader;

    private SshProcess(Process process)
    {
        this.process = process;
        Output = new(process.StandardOutput.BaseStream);
        Input = process.StandardInput.BaseStream;
        messageReader = new(ReadMessages, SmallStack) { IsBackground = true, Name = "ssh messages" };
        messageReader.Start();
    }

    /// <summary>What the other side writes.</summary>
    public AgentOutput Output { get; }

    /// <summary>What the other side reads; each write leaves at once.</summary>
    public Stream Input { get; }

    /// <summary>The client's process.</summary>
    public int Id => process.Id;

    /// <summary>The last of what the client and the other side wrote as messages.</summary>
    public string Messages
    {
        get
        {
            lock (messages) return messages.ToString().Trim();
        }
    }

    /// <summary>Starts it.</summary>
    /// <exception cref="Specifications.SlipwayException">SLW0436: it cannot be started.</exception>
    public static SshProcess Start(string program, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true };
        if (OperatingSystem.IsWindows()) start.CreateNewProcessGroup = true;
        else
        {
            // Ctrl+C in a terminal goes to every process in its foreground; ours undoes then what it has begun, and needs the connection for that. What a shell ignores stays ignored in ssh.
            if (Find(program) is not { } found) throw SshErrors.NoProgram(program, new FileNotFoundException("there is no such program."));
            start.FileName = "/bin/sh";
            foreach (var argument in (ReadOnlySpan<string>)["-c", "trap \"\" INT QUIT HUP; exec \"$0\" \"$@\"", found]) start.ArgumentList.Add(argument);
        }

        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            return new(Process.Start(start)!);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw SshErrors.NoProgram(program, e);
        }
    }

    /// <summary>The exit code, once it has ended and all its messages are read; null when it still runs after <paramref name="wait"/>.</summary>
    public int? WaitForEnd(TimeSpan wait)
    {
        if (!process.WaitForExit(wait)) return null;
        messageReader.Join(TimeSpan.FromMilliseconds(500));
        return process.ExitCode;
    }

    /// <summary>Nothing more is written to it.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Dispose();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends it. Its reader and its messages come to their end by that.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended.
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Kill();
        WaitForEnd(TimeSpan.FromSeconds(5));
        process.Dispose();
    }

    private static string? Find(string program)
    {
        if (program.Contains('/')) return File.Exists(program) ? Path.GetFullPath(program) : null;
        return (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);
    }

    private void ReadMessages()
    {
        var buffer = new char[1024];
        try
        {
            for (int read; (read = process.StandardError.Read(buffer)) > 0;)
            {
                lock (messages)
                {
                    messages.Append(buffer, 0, read);
                    if (messages.Length > KeptMessages) messages.Remove(0, messages.Length - KeptMessages);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Nobody wants them any longer.
        }
    }
}
