using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Slipway.Agent;
using Slipway.Instances.Protocol;

const string Help = """
    slipway-agent: the part of Slipway that works on an instance.

    It is sent and started by 'slipway deploy' through ssh, says one line, and then speaks frames on its standard input and output. Nothing of it stays behind when the
    conversation is over. There is nothing to type here but:

      slipway-agent --version    its version and that of the protocol
      slipway-agent --help       this text
    """;

switch (args)
{
    case ["--version"]:
        var version = typeof(Signals).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        Console.WriteLine($"slipway-agent {version} (protocol {AgentProtocol.Version}, {RuntimeInformation.RuntimeIdentifier})");
        return 0;
    case ["--help" or "-h"]:
        Console.WriteLine(Help);
        return 0;
    case not []:
        Console.Error.WriteLine($"slipway-agent: error SLW0261: '{args[0]}' is no option. Start it without any, as 'slipway deploy' does; --help says more.");
        return 2;
}

using var signals = new Signals();
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
output.Write(Encoding.ASCII.GetBytes(AgentProtocol.Sentinel + "\n"));
output.Flush();
using (var conversation = new AgentConversation(input, output, signals.Stop))
{
    conversation.Run();
    if (conversation.Failure is { } failure)
    {
        Console.Error.WriteLine(failure);
        return 1;
    }
}

return signals.Stop.IsCancellationRequested ? Signals.ExitCode : 0;
