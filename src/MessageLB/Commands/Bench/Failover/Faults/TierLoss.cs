using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>All workers of the first failover tier get SIGKILL; later they come back, and get the messages again.</summary>
internal sealed class TierLoss : IFault
{
    private static readonly TimeSpan Without = TimeSpan.FromSeconds(3);

    // After the way back: the flow must not stop then either.
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1);

    public string Name => "tier";

    public string What => "All workers of tier 0 get SIGKILL, and come back 3 s later";

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("gap_ms", "longest time without a completion, there and back", 1000),
        new("first_reserve_ms", "first message completed in tier 1", 1000),
        new("back_ms", "from their return (ready) until tier 0 gets the messages", null),
    ];

    public FaultNeeds Needs => FaultNeeds.SecondTier;

    public GroupConfig Configure(GroupConfig group) => group;

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        await stage.CalmAsync(stop);
        var repeated = stage.Books.Repeated;
        stage.Books.BeginGap();
        var start = stage.Time.GetTimestamp();
        foreach (var name in stage.Crew) stage.Worker(name).Kill();
        long first = 0;
        await stage.UntilAsync(() => (first = stage.Books.FirstSince(start, stage.Reserves)) != 0, () => "nothing was completed in tier 1", stop);
        if (Without - stage.Time.GetElapsedTime(start) is { Ticks: > 0 } left) await Task.Delay(left, stage.Time, stop);
        foreach (var name in stage.Crew) await stage.StartWorkerAsync(name);
        foreach (var name in stage.Crew) await stage.ReadyAsync(name, stop);
        var ready = stage.Time.GetTimestamp();
        await stage.UntilAsync(() => stage.Status.Read().Groups[0].Tier == 0, () => "tier 0 did not get the messages back", stop);
        var back = stage.Time.GetTimestamp();
        await Task.Delay(Observation, stage.Time, stop);
        return new FailoverRound(
            "tier 0",
            new Dictionary<string, double?> { ["gap_ms"] = Math.Round(stage.Books.LongestGap().TotalMilliseconds, 3), ["first_reserve_ms"] = stage.Since(start, first), ["back_ms"] = stage.Since(ready, back) },
            new Dictionary<string, int> { ["repeated"] = stage.Books.Repeated - repeated });
    }
}
