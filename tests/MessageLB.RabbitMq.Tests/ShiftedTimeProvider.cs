namespace MessageLB.RabbitMq.Tests;

/// <summary>The system's clock, put forward at will: what is only measured and not waited for need not take its time.</summary>
internal sealed class ShiftedTimeProvider : TimeProvider
{
    private long _shift;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _shift);

    public void PutForward(TimeSpan by) => Interlocked.Add(ref _shift, (long)(by.TotalSeconds * TimestampFrequency));
}
