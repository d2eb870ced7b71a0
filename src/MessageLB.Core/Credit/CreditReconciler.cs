namespace MessageLB.Core.Credit;

/// <summary>
/// Finds credit that will never come back: a worker that settled messages and died before its next heartbeat took the news with it.
/// A single look proves nothing, because messages are also on their way; what every one of several looks in a row shows is gone.
/// One thread.
/// </summary>
internal sealed class CreditReconciler
{
    private const int Looks = 3;

    private long _least = long.MaxValue;
    private int _seen;

    /// <summary>Takes in one look: in-flight by the books minus what was seen at the destination. Returns the credit to give back now.</summary>
    public int Add(long surplus)
    {
        if (surplus <= 0)
        {
            Reset();
            return 0;
        }

        _least = Math.Min(_least, surplus);
        if (++_seen < Looks) return 0;
        var lost = (int)Math.Min(_least, int.MaxValue);
        Reset();
        return lost;
    }

    private void Reset()
    {
        _least = long.MaxValue;
        _seen = 0;
    }
}
