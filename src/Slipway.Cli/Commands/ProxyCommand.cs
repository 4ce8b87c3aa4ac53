using System.CommandLine;
using System.Text.Json;
using Slipway.Cli.Proxying;
using Slipway.Deployments.Traffic;
using Slipway.Specifications.DeployFiles;

namespace Slipway.Cli.Commands;

/// <summary><c>slipway proxy</c>, and what can be asked of one that runs.</summary>
internal static class ProxyCommand
{
    public static Command Create(Surroundings surroundings)
    {
        var config = Options.Text("--config", "FILE", "Addresses, services and servers (default: proxy.yml in the working folder).");
        var command = new Command("proxy", """
            Runs the embedded load balancer of this machine until SIGTERM or Ctrl-C; then requests in flight are answered first.

            Example:
              slipway proxy --config /etc/slipway/proxy.yml
              slipway proxy status --socket /run/slipway/proxy.sock
            """)
        {
            config, Status(surroundings), Drain(surroundings), Ready(surroundings),
        };
        command.SetAction((parsed, _) => ProxyProgram.RunAsync(surroundings.ExistingPath(parsed.GetValue(config) ?? "proxy.yml", "The configuration")));
        return command;
    }

    private static Command Status(Surroundings surroundings)
    {
        var (socket, format) = (Socket(), Options.Format());
        var command = new Command("status", """
            Prints the servers of a proxy that runs: where each stands, its requests in flight, and what its last check said.

            Example:
              slipway proxy status --socket /run/slipway/proxy.sock
            """)
        {
            socket, format,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var proxy = Open(parsed.GetRequiredValue(socket), null, TimeSpan.Zero, surroundings);
            var description = await proxy.DescribeAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") surroundings.Output.WriteLine(description);
            else Print(description, surroundings.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Drain(Surroundings surroundings)
    {
        var (name, socket, service, timeout) = (Server(), Socket(), Service(), Timeout("How long requests in flight may go on before they are cut.", 30));
        var command = new Command("drain", """
            Takes a server out and returns when none of its requests is in flight.

            Example:
              slipway proxy drain web-1 --socket /run/slipway/proxy.sock
            """)
        {
            name, socket, service, timeout,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var proxy = Open(parsed.GetRequiredValue(socket), parsed.GetValue(service), TimeSpan.FromSeconds(parsed.GetValue(timeout)), surroundings);
            var server = parsed.GetRequiredValue(name);
            var cut = await proxy.DeregisterAsync(server, cancellation).ConfigureAwait(false);
            surroundings.Output.WriteLine(cut == 0 ? $"{server} is out of service." : $"{server} is out of service; {cut} requests or connections were cut.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Ready(Surroundings surroundings)
    {
        var (name, socket, service, timeout) = (Server(), Socket(), Service(), Timeout("How long the server may take to become healthy.", 120));
        var command = new Command("ready", """
            Lets a server in and returns when it is healthy.

            Example:
              slipway proxy ready web-1 --socket /run/slipway/proxy.sock
            """)
        {
            name, socket, service, timeout,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var proxy = Open(parsed.GetRequiredValue(socket), parsed.GetValue(service), TimeSpan.FromSeconds(parsed.GetValue(timeout)), surroundings);
            await proxy.RegisterAsync(parsed.GetRequiredValue(name), cancellation).ConfigureAwait(false);
            surroundings.Output.WriteLine($"{parsed.GetRequiredValue(name)} is in service.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Argument<string> Server() => new("SERVER") { Description = "Its name in proxy.yml." };

    private static Option<string> Socket() => new("--socket") { Description = "The proxy's adminSocket.", HelpName = "PATH", Required = true };

    private static Option<string?> Service() => Options.Text("--service", "NAME", "Which of its services (default: the only one).");

    private static Option<int> Timeout(string description, int otherwise)
    {
        var option = new Option<int>("--timeout") { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => otherwise };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, out var seconds) || seconds is < 0 or > 86_400))
                result.AddError($"--timeout takes a number of seconds from 0 to 86400, not {result.Tokens[0].Value}.");
        });
        return option;
    }

    private static ProxyLoadBalancer Open(string socket, string? service, TimeSpan timeout, Surroundings surroundings) =>
        new(new ProxyDefinition(surroundings.FullPath(socket), service), new LoadBalancerDefinition { DrainTimeout = timeout, HealthTimeout = timeout }, surroundings.Time);

    private static readonly string[] Columns = ["name", "state", "inFlight", "requests", "failed", "lastCheck"];

    private static void Print(string description, TextWriter output)
    {
        using var json = JsonDocument.Parse(description);
        string[] head = ["SERVICE", "SERVER", "STATE", "IN FLIGHT", "REQUESTS", "FAILED", "LAST CHECK"];
        var rows = json.RootElement.GetProperty("services").EnumerateArray()
            .SelectMany(service => service.GetProperty("servers").EnumerateArray().Select(server =>
                Columns.Select(key => server.GetProperty(key).ToString()).Prepend(service.GetProperty("name").ToString()).ToArray()))
            .Prepend(head).ToList();
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Max(row => row[column].Length)).ToList();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
