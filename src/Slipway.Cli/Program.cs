using Slipway.Cli;

using var stop = new StopSignals(Console.Error);
return await CommandLine.RunAsync(args, Surroundings.OfProcess(stop.Token));
