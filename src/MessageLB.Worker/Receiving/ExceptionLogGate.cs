namespace MessageLB.Worker.Receiving;

/// <summary>
/// Lets one log line per kind through each minute and counts the rest, so that a handler that always throws cannot flood the
/// log. Remembers 64 kinds; beyond them all others share one. Thread-safe.
/// </summary>
internal sealed class ExceptionLogGate(TimeProvider time)
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private const int MostKinds = 64;
    private const string AllOthers = "";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long LoggedAt, long Suppressed)> _kinds = [];

    /// <summary>Whether to log now; <paramref name="suppressed"/> is how many of the kind were not logged since the last line.</summary>
    public bool ShouldLog(string kind, out long suppressed)
    {
        var now = time.GetTimestamp();
        lock (_lock)
        {
            if (!_kinds.ContainsKey(kind) && _kinds.Count >= MostKinds) kind = AllOthers;
            var known = _kinds.TryGetValue(kind, out var seen);
            if (known && time.GetElapsedTime(seen.LoggedAt, now) < Pause)
            {
                _kinds[kind] = (seen.LoggedAt, seen.Suppressed + 1);
                suppressed = 0;
                return false;
            }

            suppressed = seen.Suppressed;
            _kinds[kind] = (now, 0);
            return true;
        }
    }
}
