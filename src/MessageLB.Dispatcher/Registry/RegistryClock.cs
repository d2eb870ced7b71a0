using MessageLB.Core.Health;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The attended clock that all groups judge by. Thread-safe.</summary>
/// <param name="time">Real clock.</param>
internal sealed class RegistryClock(TimeProvider time)
{
    // Twice the tick and some: a longer gap between two looks at the clock means that the dispatcher itself did not run.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(300);

    private readonly Lock _gate = new();
    private readonly AttendedClock _clock = new(LongestStep);
    private readonly long _start = time.GetTimestamp();
    private bool _attending;

    public TimeSpan Now()
    {
        lock (_gate) return _clock.Advance(time.GetElapsedTime(_start), _attending);
    }

    /// <summary>Whether the broker is in contact from now on.</summary>
    public void Attend(bool attending)
    {
        lock (_gate)
        {
            _clock.Advance(time.GetElapsedTime(_start), _attending);
            _attending = attending;
        }
    }
}
