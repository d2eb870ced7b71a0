using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Failover.Faults;

/// <summary>One of two dispatchers gets SIGKILL; the other one goes on, and a new one takes its place.</summary>
internal sealed class DispatcherKill : IFault, IAsyncDisposable
{
    // Beyond the target: a flow that stops later than at once is to be seen too.
    private static readonly TimeSpan Observation = TimeSpan.FromSeconds(1.5);

    private readonly SecondDispatcher _other = new();

    public string Name => "dispatcher";

    public string What => "One of two dispatchers gets SIGKILL";

    public IReadOnlyList<FailoverFigure> Figures { get; } =
    [
        new("gap_ms", "longest time without a completion", 500),
        new("takeover_ms", "all messages published before are completed", 1000),
    ];

    public FaultNeeds Needs => FaultNeeds.SecondDispatcher;

    public GroupConfig Configure(GroupConfig group) => group;

    public async Task<FailoverRound> RunAsync(FailoverStage stage, int round, CancellationToken stop)
    {
        await _other.JoinAsync(stage, stop);
        await stage.CalmAsync(stop);
        var repeated = stage.Books.Repeated;
        stage.Books.BeginGap();
        _other.Kill();
        var start = stage.Time.GetTimestamp();
        var published = stage.Publisher.Sent;
        await stage.UntilAsync(
            () => stage.Books.FirstOpen >= published,
            () => $"message {stage.Books.FirstOpen} was not completed within {stage.Options.Timeout.TotalSeconds:0} s of the dispatcher's death",
            stop);
        var taken = stage.Time.GetTimestamp();
        if (Observation - stage.Time.GetElapsedTime(start) is { Ticks: > 0 } left) await Task.Delay(left, stage.Time, stop);
        return new FailoverRound(
            "dispatcher",
            new Dictionary<string, double?> { ["gap_ms"] = Math.Round(stage.Books.LongestGap().TotalMilliseconds, 3), ["takeover_ms"] = stage.Since(start, taken) },
            new Dictionary<string, int> { ["repeated"] = stage.Books.Repeated - repeated });
    }

    public ValueTask DisposeAsync() => _other.DisposeAsync();
}
