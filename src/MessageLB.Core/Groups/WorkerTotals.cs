namespace MessageLB.Core.Groups;

/// <summary>What several instances are good for together.</summary>
/// <param name="Concurrency">Messages handled at the same time.</param>
/// <param name="WindowLimit">Most in-flight that they want; 0 if one of them leaves it to the dispatcher.</param>
/// <param name="Weight">The largest weight that one asks for; null if none does.</param>
internal readonly record struct WorkerTotals(int Concurrency, int WindowLimit, int? Weight)
{
    public static WorkerTotals None { get; }

    public WorkerTotals With(Heartbeat heartbeat)
    {
        var limited = heartbeat.Window > 0 && (Concurrency == 0 || WindowLimit > 0);
        return new WorkerTotals(
            Concurrency + heartbeat.Concurrency,
            limited ? WindowLimit + heartbeat.Window : 0,
            heartbeat.Weight is { } asked ? Math.Max(Weight ?? 0, asked) : Weight);
    }
}
