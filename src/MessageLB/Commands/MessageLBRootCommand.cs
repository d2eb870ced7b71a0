using System.CommandLine;
using System.CommandLine.Help;
using MessageLB.CommandLine.Commands.Administration;
using MessageLB.CommandLine.Commands.Alerting;
using MessageLB.CommandLine.Commands.Bench;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Commands.Capacity;
using MessageLB.CommandLine.Commands.Check;
using MessageLB.CommandLine.Commands.Dead;
using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Commands.Distribution;
using MessageLB.CommandLine.Commands.Explain;
using MessageLB.CommandLine.Commands.Performance;
using MessageLB.CommandLine.Commands.Publish;
using MessageLB.CommandLine.Commands.Recommend;
using MessageLB.CommandLine.Commands.Record;
using MessageLB.CommandLine.Commands.Reload;
using MessageLB.CommandLine.Commands.Run;
using MessageLB.CommandLine.Commands.Simulate;
using MessageLB.CommandLine.Commands.Status;
using MessageLB.CommandLine.Commands.Weights;
using MessageLB.CommandLine.Commands.Worker;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands;

/// <summary>The whole command line.</summary>
internal sealed class MessageLBRootCommand : RootCommand, IHasExamples
{
    /// <param name="terminal">What commands see of the world.</param>
    /// <param name="shapes">What <c>bench throughput</c> measures.</param>
    public MessageLBRootCommand(Terminal terminal, IReadOnlyList<IThroughputShape> shapes)
        : base("A message load balancer for RabbitMQ: publishers send to one exchange, a policy picks the worker for each message.")
    {
        Subcommands.Add(new DevCommand(terminal));
        Subcommands.Add(new RunCommand(terminal));
        Subcommands.Add(new WorkerCommand(terminal));
        Subcommands.Add(new PublishCommand(terminal));
        Subcommands.Add(new CheckCommand(terminal));
        Subcommands.Add(new StatusCommand(terminal));
        Subcommands.Add(new PerformanceCommand(terminal));
        Subcommands.Add(new DistributionCommand(terminal));
        Subcommands.Add(new RecommendCommand(terminal));
        Subcommands.Add(new WeightsCommand(terminal));
        Subcommands.Add(new AlertsCommand(terminal));
        Subcommands.Add(new SilenceCommand(terminal));
        Subcommands.Add(new ExplainCommand(terminal));
        Subcommands.Add(new DrainCommand(terminal, TimeProvider.System));
        Subcommands.Add(SetStateCommand.Maintenance(terminal));
        Subcommands.Add(SetStateCommand.Resume(terminal));
        Subcommands.Add(new DeadCommand(terminal));
        Subcommands.Add(new ReloadCommand(terminal));
        Subcommands.Add(new RecordCommand(terminal));
        Subcommands.Add(new SimulateCommand(terminal));
        Subcommands.Add(new CapacityCommand(terminal));
        Subcommands.Add(new BenchCommand(terminal, shapes));
        Options.OfType<VersionOption>().Single().Action = new VersionAction();
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new ExampleHelpAction((HelpAction)help.Action!);
    }

    /// <inheritdoc />
    public IReadOnlyList<Example> Examples { get; } =
    [
        new("see it work on this machine, no broker needed", "messagelb dev"),
        new("the same on RabbitMQ", "messagelb dev --broker amqp://localhost"),
        new("check a configuration, then run the dispatcher with it", "messagelb check messagelb.yaml && messagelb run --config messagelb.yaml"),
        new("see how messages are spread", "messagelb status --watch"),
        new("try policies on a workload before they route", "messagelb simulate scenario.yaml --html report.html"),
    ];
}
