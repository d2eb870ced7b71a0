namespace MessageLB.Core.Groups;

/// <summary>
/// The median service time of a group's measured destinations: what a new one is taken for until it has a measurement of its own, so
/// that it is tried at once and neither flooded nor starved. One thread.
/// </summary>
internal sealed class PeerServiceTime
{
    private readonly List<double> _measured = [];

    /// <summary>The median in seconds, the upper one of two; 0 if nobody is measured.</summary>
    public double Median { get; private set; }

    public void Measure(IEnumerable<DestinationRecord> records)
    {
        _measured.Clear();
        foreach (var record in records)
        {
            if (!record.IsUnmeasured) _measured.Add(record.ServiceSeconds);
        }

        _measured.Sort();
        Median = _measured.Count == 0 ? 0 : _measured[_measured.Count / 2];
    }
}
