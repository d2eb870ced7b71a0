using MessageLB.Core.Groups;
using MessageLB.Core.Health;
using MessageLB.Core.Heartbeats;

namespace MessageLB.Core.Kinds;

/// <summary>
/// The updater's side of a destination's kinds: service times by kind as its workers report them, and what they settled. One thread.
/// </summary>
internal sealed class KindTimes(DestinationState state, KindTable table)
{
    private readonly ServiceTimeEstimate?[] _times = new ServiceTimeEstimate?[KindNames.Most];

    /// <summary>Measured service time of a kind in seconds; 0 while there is none.</summary>
    public double Seconds(int kind) => _times[kind]?.Seconds ?? 0;

    /// <summary>Takes in a heartbeat after its credit was given back.</summary>
    public void Take(Heartbeat heartbeat, in InstanceReport report, TimeSpan now)
    {
        var returned = false;
        foreach (var (name, counts) in heartbeat.Kinds)
        {
            var kind = table.Learn(name);
            var before = report.Before is { } last && last.Kinds.TryGetValue(name, out var known) ? known : default;
            var done = counts.Done - before.Done;
            if (done <= 0) continue;
            // What it handled before it was first heard of may be long ago.
            if (report.Before is not null) (_times[kind] ??= new ServiceTimeEstimate()).Add((counts.BusyMs - before.BusyMs) / 1000 / done, done, now);
            if (state.Kinds is not { } books) continue;
            books.Return(kind, done * report.Share);
            returned = true;
        }

        if (returned) state.Changed(null);
    }

    /// <summary>Hope for better times grows for kinds of which nothing is in flight.</summary>
    public void Idle(TimeSpan now)
    {
        if (state.Kinds is not { } books) return;
        for (var kind = 0; kind < table.Count; kind++)
        {
            // Half a message is what is left of shares that do not come out even.
            if (books.InFlight(kind) < 0.5) _times[kind]?.Idle(now);
        }
    }

    /// <summary>Copies what picks need into the state, once the group's messages are of several kinds.</summary>
    /// <param name="peers">What is known of the others.</param>
    /// <param name="successes">Part of the destination's results that were successes, 0 to 1.</param>
    public void Refresh(PeerKindTimes peers, double successes)
    {
        if (!table.IsMixed) return;
        var changed = state.Kinds is null;
        var books = state.Kinds ??= new KindBooks(table);
        changed |= books.Balance(state.Credit);
        for (var kind = 0; kind < table.Count; kind++)
        {
            var own = _times[kind]?.Hopeful ?? 0;
            changed |= books.SetSeconds(kind, own > 0 ? FailureCost.Of(own, successes, peers.Median(kind)) : peers.Median(kind) is > 0 and var median ? median : state.ServiceSeconds);
        }

        if (changed) state.Changed(null);
    }

    /// <summary>Measured service times by name of kind, for people.</summary>
    public Dictionary<string, double> View()
    {
        var view = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var kind = 0; kind < table.Count; kind++)
        {
            if (Seconds(kind) > 0) view.Add(table[kind], Seconds(kind));
        }

        return view;
    }
}
