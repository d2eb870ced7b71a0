namespace MessageLB.Core.Groups;

/// <summary>
/// How long a destination is left alone after the broker did not take a hand-over to it: a second at first, twice as long when it
/// fails again soon after, up to half a minute; one that worked for that long starts anew. One thread.
/// </summary>
internal sealed class Suspension
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest suspension, and how long it must work to start anew.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _length;
    private TimeSpan _until;

    /// <summary>Why; of the last suspension if none is in force.</summary>
    public string? Reason { get; private set; }

    public bool InForce(TimeSpan now) => now < _until;

    public void Begin(string reason, TimeSpan now)
    {
        var again = _length > TimeSpan.Zero && now - _until < Longest;
        _length = again ? Min(_length * 2, Longest) : First;
        _until = now + _length;
        Reason = reason;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
