using System.CommandLine;
using MessageLB.CommandLine.Commands.Bench.Failover;
using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.CommandLine.Commands.Bench.Scale;
using MessageLB.CommandLine.Commands.Bench.Soak;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>Measurements on a real broker, one command each.</summary>
internal sealed class BenchCommand : Command, IHasExamples
{
    /// <param name="terminal">What they see of the world.</param>
    /// <param name="shapes">What the throughput is measured of.</param>
    public BenchCommand(Terminal terminal, IReadOnlyList<IThroughputShape> shapes)
        : base("bench", "Measure on a RabbitMQ of your own what MessageLB gains and costs.")
    {
        Subcommands.Add(new LatencyCommand(terminal));
        Subcommands.Add(new FailoverCommand(terminal));
        Subcommands.Add(new ScaleCommand(terminal));
        Subcommands.Add(new SoakCommand(terminal));
        Subcommands.Add(new ThroughputCommand(terminal, shapes));
    }

    /// <inheritdoc />
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("messages per second through MessageLB, through a hop written by hand, and without one", "messagelb bench throughput"),
        new("response times against competing consumers", "messagelb bench latency --broker amqp://localhost"),
        new("how fast what a killed worker had reaches others", "messagelb bench failover --broker amqp://localhost"),
        new("whether every message is accounted for after faults", "messagelb bench soak --faults --duration 10m"),
    ];
}
