using MessageLB.Core.Probes;

namespace MessageLB.Core.Groups;

/// <summary>The probes of the group's destinations.</summary>
public sealed partial class GroupUpdater
{
    private const string Busy = "it is busy: a canary waits behind its work";

    /// <summary>
    /// Destinations to be probed now, those that wait longest first; each of them is owed an <see cref="OnProbed"/>. Not probed is who is not
    /// there, who is out on purpose, and, by message, who is at level 0, whose queue is being rescued, and whose hands are full: he is as
    /// soon as one is free.
    /// </summary>
    /// <param name="most">Most of them. 0 or more.</param>
    /// <param name="now">Time.</param>
    public List<DestinationState> BeginProbes(int most, TimeSpan now)
    {
        if (_config.Probe is null || !_config.HealthChecking || most <= 0) return [];
        var due = new List<(DestinationRecord Record, TimeSpan By)>();
        foreach (var record in _records.Values)
        {
            if (record.MayProbe && record.Probe!.OverdueBy(now) is { } by) due.Add((record, by));
        }

        if (due.Count > most)
        {
            due.Sort(static (one, other) => other.By.CompareTo(one.By));
            due.RemoveRange(most, due.Count - most);
        }

        foreach (var (record, _) in due) record.Probe!.Begin(now);
        return [.. due.Select(d => d.Record.State)];
    }

    /// <summary>Takes in what became of a destination's probe. One during which <paramref name="now"/> moved on by less than it took fails nobody.</summary>
    /// <param name="destination">Name of the destination.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="took">Real time that it took.</param>
    /// <param name="now">Attended time.</param>
    /// <param name="events">Takes the transition.</param>
    /// <returns>What changed, and what is to be said of it.</returns>
    public (ProbeChange Change, string Reason) OnProbed(string destination, in ProbeOutcome outcome, TimeSpan took, TimeSpan now, ICollection<GroupEvent> events)
    {
        if (!_records.TryGetValue(destination, out var record) || record.Probe is not { } probe) return (ProbeChange.None, "");
        var change = probe.End(outcome.Result == ProbeResult.Failed && record.IsBusy ? ProbeOutcome.Uncounted(Busy) : outcome, took, now);
        if (change is ProbeChange.Fell or ProbeChange.Rose) Settle(record, now, events);
        return (change, probe.Verdict ?? outcome.Reason ?? "");
    }
}
