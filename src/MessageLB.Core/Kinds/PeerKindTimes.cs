namespace MessageLB.Core.Kinds;

/// <summary>
/// The median service time of each kind among a group's destinations: what the kind is taken for where it was never seen. Looked at
/// now and then, because in a large group there is always somebody who has not seen a rare kind. One thread.
/// </summary>
internal sealed class PeerKindTimes(KindTable table)
{
    /// <summary>Time between looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly double[] _medians = new double[KindNames.Most];
    private readonly List<double> _measured = [];
    private TimeSpan? _last;

    /// <summary>The median in seconds, the upper one of two; 0 if nobody has measured the kind.</summary>
    public double Median(int kind) => _medians[kind];

    /// <summary>Looks at the destinations if a look is due.</summary>
    public void Measure(IEnumerable<KindTimes> destinations, TimeSpan now)
    {
        if (!table.IsMixed || (_last is { } last && now - last < Period)) return;
        _last = now;
        for (var kind = 0; kind < table.Count; kind++)
        {
            _measured.Clear();
            foreach (var destination in destinations)
            {
                if (destination.Seconds(kind) is > 0 and var seconds) _measured.Add(seconds);
            }

            _measured.Sort();
            _medians[kind] = _measured.Count == 0 ? 0 : _measured[_measured.Count / 2];
        }
    }
}
