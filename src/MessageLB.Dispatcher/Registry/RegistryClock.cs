using MessageLB.Core.Health;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The attended clock that all groups judge by. Thread-safe.</summary>
/// <param name="time">Real clock.</param>
internal sealed class RegistryClock(TimeProvider time)
{
    // Twice the tick and some: a longer gap between two looks at the clock means that the dispatcher itself did not run.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(300);

    // One interval of its own beats and a half. What a worker may have been silent for by then, its own interval of 1 s and a tenth, and
    // this are less than the shortest lease at the defaults.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1.5 * DispatcherBeat.DefaultIntervalMs);

    // The interval of workers at the default, and some.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(1250);

    private readonly Lock _gate = new();
    private readonly AttendedClock _clock = new(LongestStep);
    private readonly Hearing _hearing = new(LongestStep, Patience, Settling);
    private readonly long _start = time.GetTimestamp();
    private bool _attending;

    /// <summary>Whether the session is open and nothing that the dispatcher says comes back to it.</summary>
    public bool IsDeaf
    {
        get
        {
            lock (_gate)
            {
                AdvanceNeedsLock();
                return _attending && _hearing.IsDeaf;
            }
        }
    }

    public TimeSpan Now()
    {
        lock (_gate) return AdvanceNeedsLock();
    }

    /// <summary>Whether the broker is in contact from now on.</summary>
    public void Attend(bool attending)
    {
        lock (_gate)
        {
            AdvanceNeedsLock();
            _attending = attending;
            _hearing.Reset();
        }
    }

    /// <summary>What this dispatcher said came back to it.</summary>
    public void Hear()
    {
        lock (_gate)
        {
            AdvanceNeedsLock();
            _hearing.Hear();
        }
    }

    private TimeSpan AdvanceNeedsLock()
    {
        var elapsed = time.GetElapsedTime(_start);
        var hears = _hearing.Advance(elapsed);
        return _clock.Advance(elapsed, _attending && hears);
    }
}
