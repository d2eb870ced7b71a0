using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Micro;

/// <summary>A group of measured destinations, made as heartbeats make one.</summary>
internal static class BenchGroup
{
    private const string Name = "bench";

    /// <summary>Destinations of concurrency 4, a window of 100 and service times of their own.</summary>
    public static GroupState Create(int destinations)
    {
        var state = new GroupState(Name);
        var updater = new GroupUpdater(state, new GroupConfig { Name = Name, Window = WindowConfig.Fixed(100) }, Name, new Random(1));
        for (var i = 0; i < destinations; i++)
        {
            // Suspended until the tick, so that there is one snapshot of all instead of one after each.
            updater.OnHeartbeat(Beat(i, 1) with { State = WorkerState.Starting }, TimeSpan.Zero, []);
            updater.OnHandOverFailed($"w{i}", PublishOutcome.Returned, TimeSpan.Zero, []);
        }

        for (var i = 0; i < destinations; i++) updater.OnHeartbeat(Beat(i, 2) with { Done = 100, BusyMs = 500 + i }, TimeSpan.FromSeconds(1), []);
        updater.Tick(TimeSpan.FromSeconds(2), 0, []);
        return state;
    }

    private static Heartbeat Beat(int number, long sequence) =>
        new() { Group = Name, Destination = $"w{number}", Instance = $"i{number}", Sequence = sequence, Concurrency = 4 };
}
