namespace MessageLB.Dispatcher.Recording;

/// <summary>
/// What each heartbeat adds to the one before it of the same instance, by kind of message. The first one of an instance adds nothing,
/// because its counters began before the recording. Thread-safe.
/// </summary>
internal sealed class ServiceReports
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Destination, string Instance), Heartbeat> _last = [];

    /// <summary>Messages and time since the heartbeat before; kinds without messages are left out.</summary>
    public List<KeyValuePair<string, KindCounts>> Take(Heartbeat heartbeat)
    {
        var added = new List<KeyValuePair<string, KindCounts>>();
        Heartbeat? before;
        lock (_lock)
        {
            var key = (heartbeat.Destination, heartbeat.Instance);
            _last.TryGetValue(key, out before);
            _last[key] = heartbeat;
        }

        if (before is null) return added;
        var counted = KindsOf(before);
        foreach (var (kind, now) in KindsOf(heartbeat))
        {
            var then = counted.GetValueOrDefault(kind);
            // Counters that went down are those of another process under the same name.
            var (done, busy) = (now.Done - then.Done, now.BusyMs - then.BusyMs);
            if (done > 0 && busy >= 0) added.Add(new(kind, new KindCounts(done, busy)));
        }

        return added;
    }

    private static IReadOnlyDictionary<string, KindCounts> KindsOf(Heartbeat heartbeat) => heartbeat.Kinds.Count > 0
        ? heartbeat.Kinds
        : new Dictionary<string, KindCounts> { [KindNames.Other] = new(heartbeat.Done + heartbeat.Failed, heartbeat.BusyMs) };
}
