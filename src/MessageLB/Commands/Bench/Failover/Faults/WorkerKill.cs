using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>A worker gets SIGKILL; a new one of its name comes after its messages have been rescued.</summary>
internal sealed class WorkerKill : IFault
{
    // Beyond the target for all of them: what comes later is to be seen as late, not missed.
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1.5);

    public string Name => "kill";

    public string What => "A worker gets SIGKILL";

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("last_pick_ms", "last hand-over to it", 100),
        new("first_rescue_ms", "first message handed to another", 100),
        new("all_rescued_ms", "all messages in others' queues", 1000),
    ];

    public FaultNeeds Needs => FaultNeeds.None;

    public GroupConfig Configure(GroupConfig group) => group;

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        var name = stage.Crew[round % stage.Crew.Count];
        await stage.CalmAsync(stop);
        stage.Witness.Begin(Names.WorkQueue(stage.Group, name));
        stage.Worker(name).Kill();
        await Task.Delay(Observation, stage.Time, stop);
        await stage.UntilAsync(
            async () => stage.Witness.IsSettled && await stage.WaitingAtAsync(name, stop) == 0,
            () => $"messages of the killed worker {name} still wait {stage.Options.Timeout.TotalSeconds:0} s after its death",
            stop);
        var seen = stage.Witness.Read();
        await stage.StartWorkerAsync(name);
        await stage.ReadyAsync(name, stop);
        return new FailoverRound(
            name,
            new Dictionary<string, double?> { ["last_pick_ms"] = seen.LastPickMs, ["first_rescue_ms"] = seen.FirstAgainMs, ["all_rescued_ms"] = seen.LastAgainMs },
            new Dictionary<string, int> { ["picked_after"] = seen.Picked, ["rescued"] = seen.Again });
    }
}
