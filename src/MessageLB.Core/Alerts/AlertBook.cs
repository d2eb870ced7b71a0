namespace MessageLB.Core.Alerts;

/// <summary>
/// What becomes of conditions: an alert is pending while its condition has not held for long enough, then it fires, and it is resolved once the
/// condition has been gone for a while. There is one alert for each <see cref="AlertKey"/>; alerts of one rule in one group are told together. Nobody is told
/// that an alert fires while it is silenced or its cause is there, but whoever was told is told of its end. Bounded. Pure; one thread at a time.
/// </summary>
/// <param name="mostActive">Most alerts at a time; what begins beyond is counted and left out, the least urgent first.</param>
/// <param name="mostRecent">Most resolved alerts that are remembered; the oldest is forgotten.</param>
public sealed class AlertBook(int mostActive = AlertBook.MostActive, int mostRecent = AlertBook.MostRecent)
{
    /// <summary>Default of the most alerts at a time.</summary>
    public const int MostActive = 1000;

    /// <summary>Default of the most resolved alerts that are remembered.</summary>
    public const int MostRecent = 200;

    private readonly Dictionary<AlertKey, AlertEntry> _entries = [];
    private readonly Queue<Alert> _recent = [];
    private readonly Dictionary<(string Rule, string Group), TimeSpan> _toldAt = [];

    /// <summary>Conditions that were left out because there were as many alerts as may be; each counts once a look.</summary>
    public long LeftOut { get; private set; }

    /// <summary>The alerts that are pending or fire, in the order of rule, group and destination.</summary>
    public IReadOnlyList<Alert> Active() => [.. InOrder(_entries.Values).Select(entry => entry.Picture(StatusOf(entry)))];

    /// <summary>The alerts that were resolved, the latest first.</summary>
    public IReadOnlyList<Alert> Recent() => [.. _recent.Reverse()];

    /// <summary>Takes in a look.</summary>
    /// <param name="observed">Every condition that holds.</param>
    /// <param name="now">When; never earlier than at the look before.</param>
    /// <param name="timing">How patient to be.</param>
    /// <param name="silences">The silences in force.</param>
    /// <returns>What is to be told.</returns>
    public IReadOnlyList<AlertNotice> Look(IReadOnlyCollection<AlertObservation> observed, AlertMoment now, AlertTiming timing, IReadOnlyList<Silence> silences)
    {
        ArgumentNullException.ThrowIfNull(observed);
        ArgumentNullException.ThrowIfNull(silences);
        TakeIn(observed, now);
        var ended = Age(observed, now, timing);
        foreach (var entry in _entries.Values)
        {
            entry.SilencedBy = silences.FirstOrDefault(silence => silence.Covers(entry.Seen.Rule, entry.Key))?.Id;
            entry.InhibitedBy = Inhibitions.CauseOf(entry.Seen.Rule, entry.Key, _entries.ContainsKey);
        }

        foreach (var key in _toldAt.Where(told => now.Now - told.Value >= timing.GroupInterval).Select(told => told.Key).ToList()) _toldAt.Remove(key);
        return [.. Resolved(ended, now), .. Firing(now, timing)];
    }

    private static AlertStatus StatusOf(AlertEntry entry) => entry.Fired is null ? AlertStatus.Pending : AlertStatus.Firing;

    private static IEnumerable<AlertEntry> InOrder(IEnumerable<AlertEntry> entries) => entries
        .OrderBy(entry => entry.Key.Rule, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Group, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Destination, StringComparer.Ordinal);

    private void TakeIn(IReadOnlyCollection<AlertObservation> observed, AlertMoment now)
    {
        foreach (var observation in observed.OrderByDescending(seen => seen.Rule.Severity))
        {
            var key = observation.Key;
            if (_entries.TryGetValue(key, out var entry)) entry.See(observation);
            else if (_entries.Count < mostActive) _entries.Add(key, new AlertEntry(key, observation, now));
            else LeftOut++;
        }
    }

    private List<AlertEntry> Age(IReadOnlyCollection<AlertObservation> observed, AlertMoment now, AlertTiming timing)
    {
        var holding = observed.Select(seen => seen.Key).ToHashSet();
        var ended = new List<AlertEntry>();
        foreach (var entry in _entries.Values.ToList())
        {
            if (holding.Contains(entry.Key))
            {
                var patience = entry.Seen.Rule.For > timing.For ? entry.Seen.Rule.For : timing.For;
                if (now.Now - entry.Since.Now >= patience) entry.Fire(now);
                continue;
            }

            entry.Miss(now);
            if (entry.Fired is not null && now.Now - entry.Ended!.Value.Now < timing.KeepFiringFor) continue;
            _entries.Remove(entry.Key);
            if (entry.Fired is null) continue;
            ended.Add(entry);
            _recent.Enqueue(entry.Picture(AlertStatus.Resolved));
            if (_recent.Count > mostRecent) _recent.Dequeue();
        }

        return ended;
    }

    private static IEnumerable<AlertNotice> Resolved(List<AlertEntry> ended, AlertMoment now) =>
        Together(AlertNoticeKind.Resolved, AlertStatus.Resolved, ended.Where(entry => entry.ToldAt is not null), now);

    private IEnumerable<AlertNotice> Firing(AlertMoment now, AlertTiming timing)
    {
        var loud = _entries.Values.Where(entry => entry.Fired is not null && !entry.IsQuiet).ToList();
        var first = loud.Where(entry => entry.ToldAt is null && !_toldAt.ContainsKey((entry.Key.Rule, entry.Key.Group))).ToList();
        var again = loud.Where(entry => entry.ToldAt is { } told && timing.RepeatInterval > TimeSpan.Zero && now.Now - told >= timing.RepeatInterval).ToList();
        foreach (var entry in first.Concat(again)) entry.ToldAt = now.Now;
        foreach (var entry in first) _toldAt[(entry.Key.Rule, entry.Key.Group)] = now.Now;
        return [.. Together(AlertNoticeKind.Firing, AlertStatus.Firing, first, now), .. Together(AlertNoticeKind.Repeated, AlertStatus.Firing, again, now)];
    }

    private static IEnumerable<AlertNotice> Together(AlertNoticeKind kind, AlertStatus status, IEnumerable<AlertEntry> entries, AlertMoment now) =>
        from entry in InOrder(entries)
        group entry.Picture(status) by (entry.Key.Rule, entry.Key.Group) into together
        select new AlertNotice(kind, together.First().Rule, together.Key.Group, now.At, [.. together]);
}
