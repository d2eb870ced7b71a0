using MessageLB.Core.Configuration;

namespace MessageLB.Core.Groups;

/// <summary>Changes of the configuration while the group works.</summary>
public sealed partial class GroupUpdater
{
    /// <summary>
    /// Goes by another configuration from now on. Destinations keep their credit, their health and what people want of them; new ones join;
    /// one that has no place any more gets nothing new, and is forgotten when it has finished what it has. Publishes.
    /// </summary>
    /// <param name="config">A valid configuration of the same group.</param>
    /// <param name="now">Time.</param>
    /// <param name="events">Takes transitions.</param>
    public void Reconfigure(GroupConfig config, TimeSpan now, ICollection<GroupEvent> events)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _standing.Reconfigure(config);
        var listed = config.Destinations.ToDictionary(d => d.Name, StringComparer.Ordinal);
        foreach (var record in _records.Values) record.Reconfigure(config, listed.GetValueOrDefault(record.State.Name), now);
        foreach (var destination in config.Destinations)
        {
            if (!_records.ContainsKey(destination.Name)) Add(destination.Name, destination, isNew: !_standing.IsLearning(now)).Refresh(_figures, now);
        }

        AdjustWeights(now);
        // A destination's tier may have changed without anything that is seen of it.
        _dirty = true;
        SettleAll(now, events);
    }
}
