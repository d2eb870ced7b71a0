namespace MessageLB.Core.Groups;

/// <summary>
/// How long a destination is left alone after the broker did not take a hand-over to its queue: a second, then twice as long each
/// time it fails again soon after, at most half a minute. One thread.
/// </summary>
internal sealed class Suspension
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private TimeSpan _until;
    private TimeSpan _last;

    /// <summary>Why.</summary>
    public string? Reason { get; private set; }

    public bool IsOn(TimeSpan now) => now < _until;

    public void Start(string reason, TimeSpan now)
    {
        // One that came back and fails again soon waits twice as long; one that worked for a while starts anew.
        var repeated = _last > TimeSpan.Zero && now - _until < Longest;
        var doubled = _last * 2;
        _last = !repeated ? First : doubled < Longest ? doubled : Longest;
        _until = now + _last;
        Reason = reason;
    }
}
