namespace MessageLB.Core.Health;

/// <summary>
/// Whether the dispatcher hears at all: what it says itself comes back to it on the way that heartbeats take. While it does not, because its
/// connection is dead without a word or the broker takes no publishes from anybody, silence says nothing about workers. One thread.
/// </summary>
/// <remarks>Until it has heard itself once since <see cref="Reset"/> it is taken to hear: a broker may keep its own words from it.</remarks>
/// <param name="longestStep">Most that one step of silence may count; in a longer one the dispatcher itself did not run.</param>
/// <param name="patience">Silence that is none yet: the time between two of its own words, and some.</param>
/// <param name="settling">
/// How long after deafness silence still says nothing: workers have spoken to nobody meanwhile, and are heard again when their next heartbeat
/// is due.
/// </param>
public sealed class Hearing(TimeSpan longestStep, TimeSpan patience, TimeSpan settling)
{
    private TimeSpan _last;
    private TimeSpan _silence;
    private TimeSpan _unsettled;
    private bool _heard;

    /// <summary>Whether it hears nothing now.</summary>
    public bool IsDeaf => _silence > patience;

    /// <summary>Moves on to <paramref name="elapsed"/>, and returns whether silence of workers counted since the last step.</summary>
    /// <param name="elapsed">Monotonic time since the beginning.</param>
    public bool Advance(TimeSpan elapsed)
    {
        var step = elapsed - _last;
        _last = elapsed;
        if (step > longestStep) step = longestStep;
        if (_heard && step > TimeSpan.Zero) _silence += step;
        if (IsDeaf)
        {
            _unsettled = settling;
            return false;
        }

        if (_unsettled <= TimeSpan.Zero) return true;
        _unsettled -= step;
        return false;
    }

    /// <summary>Its own words came back.</summary>
    public void Hear() => (_heard, _silence) = (true, TimeSpan.Zero);

    /// <summary>A new session begins, on other connections.</summary>
    public void Reset() => (_heard, _silence) = (false, TimeSpan.Zero);
}
