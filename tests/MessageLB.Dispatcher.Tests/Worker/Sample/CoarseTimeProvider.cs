using MessageLB.Testing;

namespace MessageLB.Dispatcher.Tests.Worker.Sample;

/// <summary>A clock whose timers fire late, as real ones do: at the next whole millisecond and a bit after it.</summary>
internal sealed class CoarseTimeProvider(ManualTimeProvider time, TimeSpan late) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override long GetTimestamp() => time.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, TimeSpan.FromMilliseconds(Math.Ceiling(dueTime.TotalMilliseconds)) + late, period);
}
