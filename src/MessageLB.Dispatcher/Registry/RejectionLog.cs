namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// Decides which refusals are worth a log line: the first of each key and reason in a minute, and never more than a hundred kinds in
/// it, so that a flood of bad input cannot fill the disk. Thread-safe.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class RejectionLog(TimeProvider time)
{
    private const int MaxKinds = 100;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<(string Key, string Reason)> _seen = [];
    private long _since = time.GetTimestamp();

    public bool ShouldLog(string key, string reason)
    {
        lock (_gate)
        {
            if (time.GetElapsedTime(_since) > Period)
            {
                _seen.Clear();
                _since = time.GetTimestamp();
            }

            return _seen.Count < MaxKinds && _seen.Add((key, reason));
        }
    }
}
