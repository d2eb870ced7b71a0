using MessageLB.CommandLine;
using MessageLB.CommandLine.Terminals;

using var signal = new StopSignal();
return await new CommandLineApp(Terminal.OfProcess()).RunAsync(args, signal.Token);
