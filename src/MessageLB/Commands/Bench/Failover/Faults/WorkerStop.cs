using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>A worker stands still (SIGSTOP) with its connection alive, and goes on (SIGCONT) after it was given up.</summary>
internal sealed class WorkerStop : IFault
{
    public string Name => "stop";

    public string What => "A worker gets SIGSTOP";

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("detected_ms", "it counts as lost", 2500),
        new("last_pick_ms", "last hand-over to it while it stood still", 2500),
        new("first_rescue_ms", "first message handed to another", null),
        new("back_ms", "from SIGCONT until it is ready", null),
    ];

    public FaultNeeds Needs => FaultNeeds.StoppedProcesses;

    public GroupConfig Configure(GroupConfig group) => group;

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        var name = stage.Crew[round % stage.Crew.Count];
        await stage.CalmAsync(stop);
        var start = stage.Time.GetTimestamp();
        stage.Witness.Begin(Names.WorkQueue(stage.Group, name));
        stage.Worker(name).Suspend();
        await stage.UntilAsync(() => stage.StateOf(name) == "lost", () => $"worker {name} stood still for {stage.Options.Timeout.TotalSeconds:0} s and was not lost", stop);
        var lost = stage.Time.GetTimestamp();
        if (stage.Options.StopFor - stage.Time.GetElapsedTime(start) is { Ticks: > 0 } left) await Task.Delay(left, stage.Time, stop);
        var seen = stage.Witness.Read();
        var resumed = stage.Time.GetTimestamp();
        stage.Worker(name).Resume();
        await stage.ReadyAsync(name, stop);
        return new FailoverRound(
            name,
            new Dictionary<string, double?>
            {
                ["detected_ms"] = stage.Since(start, lost),
                ["last_pick_ms"] = seen.LastPickMs,
                ["first_rescue_ms"] = seen.FirstAgainMs,
                ["back_ms"] = stage.Since(resumed, stage.Time.GetTimestamp()),
            },
            new Dictionary<string, int> { ["picked_after"] = seen.Picked, ["rescued"] = seen.Again });
    }
}
