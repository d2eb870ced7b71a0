namespace MessageLB.Core.Heartbeats;

/// <summary>What several instances of a destination ask for together.</summary>
/// <param name="Concurrency">Messages handled at the same time.</param>
/// <param name="Weight">The largest weight asked for; null if nobody asks.</param>
/// <param name="Cost">The largest cost asked for; null if nobody asks.</param>
/// <param name="Window">Sum of the windows asked for; 0 as soon as one leaves it to the dispatcher.</param>
/// <param name="FrameMax">Most messages in a frame that every one of them takes; 0 or 1 for no frames.</param>
internal readonly record struct InstanceWishes(int Concurrency, int? Weight, double? Cost, int Window, int FrameMax)
{
    /// <summary>The same with one more instance.</summary>
    public InstanceWishes With(Heartbeat last)
    {
        var bounded = last.Window > 0 && (Concurrency == 0 || Window > 0);
        return new InstanceWishes(
            Concurrency + last.Concurrency,
            last.Weight is { } weight ? Math.Max(Weight ?? 0, weight) : Weight,
            last.Cost is { } cost ? Math.Max(Cost ?? 0, cost) : Cost,
            bounded ? Window + last.Window : 0,
            Concurrency == 0 ? last.FrameMax : Math.Min(FrameMax, last.FrameMax));
    }
}
