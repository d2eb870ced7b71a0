using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>The broker is stopped in order and started again, under load.</summary>
internal sealed class BrokerRestart : IFault
{
    public string Name => "broker";

    public string What => "The broker is stopped and started again";

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("flow_ms", "from its port being open to the next completion", 2000),
        new("epoch_ms", "from its port being open until every worker is ready", 5000),
    ];

    public FaultNeeds Needs => FaultNeeds.OwnBroker;

    public GroupConfig Configure(GroupConfig group) => group;

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        var broker = stage.Broker ?? throw new CommandFailedException(ExitCodes.Usage, "The broker that is given is not stopped here.");
        await stage.CalmAsync(stop);
        var (repeated, republished) = (stage.Books.Repeated, stage.Publisher.Repeated);
        await broker.StopAsync(stop);
        await stage.UntilAsync(() => !stage.Status.Read().Broker.Connected, () => "the dispatcher still thinks that it has a broker", stop);
        await broker.StartAsync(stop);
        var open = stage.Time.GetTimestamp();
        long flow = 0, epoch = 0;
        await stage.UntilAsync(
            () =>
            {
                if (flow == 0) flow = stage.Books.FirstSince(open, stage.Crew);
                if (epoch == 0 && IsWhole(stage)) epoch = stage.Time.GetTimestamp();
                return flow != 0 && epoch != 0;
            },
            () => $"{(flow == 0 ? "nothing was completed" : "not every worker was ready")} within {stage.Options.Timeout.TotalSeconds:0} s of the broker's return",
            stop);
        // What had gathered is worked off before the next round.
        await stage.UntilAsync(() => stage.Books.Waiting < stage.Options.Rate / 4, () => $"{stage.Books.Waiting} messages still wait", stop);
        return new FailoverRound(
            "broker",
            new Dictionary<string, double?> { ["flow_ms"] = stage.Since(open, flow), ["epoch_ms"] = stage.Since(open, epoch) },
            new Dictionary<string, int> { ["repeated"] = stage.Books.Repeated - repeated, ["republished"] = (int)(stage.Publisher.Repeated - republished) });
    }

    private static bool IsWhole(FailoverStage stage) => stage.Status.Read().Broker.Connected && stage.Crew.All(name => stage.StateOf(name) == "ready");
}
