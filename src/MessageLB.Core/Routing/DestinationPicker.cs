using MessageLB.Core.Framing;
using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Core.Routing;

/// <summary>
/// Picks a destination and takes its credit in one step: select among those with credit, try to take, and on refusal select again
/// among the rest. It keeps the set of candidates from pick to pick and hears of what changed in between, so that a pick does not look
/// at every destination. One thread at a time; no allocation in the steady state. Dispose it when it picks no more, or destinations go
/// on to tell it of changes.
/// </summary>
/// <param name="policy">The picker's own instance of the policy.</param>
/// <param name="random">The picker's own source of randomness.</param>
public sealed class DestinationPicker(IRoutingPolicy policy, Random random) : IDisposable
{
    private readonly ChangeMarks _changes = new();
    private readonly CandidateSet _candidates = new();
    private readonly List<DestinationState> _setAside = [];
    private GroupSnapshot _group = GroupSnapshot.Empty;
    private HashSet<ChangeWatchers> _watched = [];
    private DestinationState? _seriesOf;
    private int _seriesLeft;

    /// <summary>Name of the policy.</summary>
    public string PolicyName => policy.Name;

    /// <summary>A destination whose credit was taken for this message, or null if nobody has credit that the policy would take for it.</summary>
    /// <param name="snapshot">The group's destinations.</param>
    /// <param name="routingKey">Routing key that the publisher used.</param>
    /// <param name="properties">Properties and headers.</param>
    /// <param name="witness">Sees what the pick chooses from, before it does.</param>
    public DestinationState? TryPick(GroupSnapshot snapshot, string routingKey, MessageProperties properties, IPickWitness? witness = null)
    {
        CatchUp(snapshot);
        var context = ContextOf(snapshot, routingKey, properties);
        if (properties.Headers is not { } headers || !headers.ContainsKey(HeaderNames.Tried)) return TryPick(context, witness);
        _seriesLeft = 0;
        SetAside(HeaderValues.GetText(headers, HeaderNames.Tried));
        if (_setAside.Count == 0) return TryPick(context, witness);
        DestinationState? picked;
        try
        {
            picked = TryPick(context, witness);
        }
        finally
        {
            foreach (var tried in _setAside) Refresh(tried);
            _setAside.Clear();
            // Chosen from some of them only.
            _seriesLeft = 0;
        }

        // For some messages the policy takes one destination and no other.
        return picked ?? TryPick(context, witness: null);
    }

    /// <summary>Whom the policy would choose now, without taking credit; null if the message would be held. Counts as a choice in the policy's own turns.</summary>
    public DestinationState? Choose(GroupSnapshot snapshot, string routingKey, MessageProperties properties)
    {
        CatchUp(snapshot);
        return _candidates.Count == 0 ? null : Choose(ContextOf(snapshot, routingKey, properties));
    }

    /// <summary>Takes credit of a given destination of the snapshot for this message, whatever the policy; false if it has none.</summary>
    public bool TryTake(GroupSnapshot snapshot, DestinationState destination, MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(properties);
        CatchUp(snapshot);
        var taken = destination.TryTake(snapshot.Kinds.IndexOf(properties.Type), _changes);
        Refresh(destination);
        return taken;
    }

    /// <summary>Ends the watch on the destinations.</summary>
    public void Dispose()
    {
        // Changes nothing of its own, nor does a pick change this set, but replaces it: in a flow whose session was lost a last pick may
        // still be under way on the receiver's thread.
        foreach (var watched in _watched) watched.Remove(_changes);
    }

    // No policy has a say: whoever is in reserve is in doubt or of a lower tier, and that it has room for one more is all that counts.
    private static DestinationState? TakeReserve(DestinationState[] reserve, int kind)
    {
        while (true)
        {
            DestinationState? best = null;
            var least = double.PositiveInfinity;
            foreach (var destination in reserve)
            {
                if (!destination.Credit.HasCredit) continue;
                var load = (destination.Load + 1.0) / Math.Max(1, destination.Weight);
                if (load < least) (best, least) = (destination, load);
            }

            if (best is null || best.TryTake(kind, picker: null)) return best;
        }
    }

    private DestinationState? TryPick(in RoutingContext context, IPickWitness? witness)
    {
        if (witness is not null)
        {
            // What it sees is what the choice is made from.
            _seriesLeft = 0;
            witness.BeforePick(policy, context, _candidates);
        }

        while (_candidates.Count > 0)
        {
            if (NextOfSeries(context) is not { } chosen)
            {
                if (Choose(context) is not { } choice) return null;
                chosen = choice;
                BeginSeries(choice);
            }

            var taken = chosen.TryTake(context.Kind, _changes);
            // Either its load is another one now, or another picker took the last credit between our look and our take.
            Refresh(chosen);
            if (taken) return chosen;
        }

        return context.Group.Reserve.Length == 0 ? null : TakeReserve(context.Group.Reserve, context.Kind);
    }

    // A message goes where it did not fail before, if anybody there has credit; waiting for them would hold up those behind it.
    private void SetAside(string? tried)
    {
        foreach (var name in tried.AsSpan().Split(','))
        {
            foreach (var destination in _group.Eligible)
            {
                if (tried.AsSpan(name).SequenceEqual(destination.Name) && _candidates.Contains(destination) && !_setAside.Contains(destination)) _setAside.Add(destination);
            }
        }

        if (_setAside.Count == _candidates.Count) _setAside.Clear();
        foreach (var destination in _setAside)
        {
            _candidates.Remove(destination);
            policy.Refresh(destination, false);
        }
    }

    private DestinationState? Choose(in RoutingContext context)
    {
        if (context.Group.Eligible.Length == 1) return _candidates[0];
        var chosen = policy.Select(context, _candidates);
        // A custom policy's slip would hand over to somebody who is out.
        return chosen is null || _candidates.Contains(chosen) ? chosen : throw new MessageLBException($"Routing policy '{policy.Name}' chose '{chosen.Name}', which is none of its {_candidates.Count} candidates.");
    }

    private DestinationState? NextOfSeries(in RoutingContext context)
    {
        if (_seriesLeft == 0) return null;
        _seriesLeft--;
        // A kind of message has a service time of its own, for which another one may be the best; and where all of the series is done,
        // its messages come too seldom to share a frame.
        return context.Kind == 0 && _candidates.Contains(_seriesOf!) && _seriesOf!.Credit.InFlight > 0 ? _seriesOf : null;
    }

    private void BeginSeries(DestinationState first)
    {
        if (!policy.GoesByLoad) return;
        _seriesOf = first;
        _seriesLeft = SeriesLength.InGroup(first.SeriesLength, _group.Eligible.Length) - 1;
    }

    private RoutingContext ContextOf(GroupSnapshot snapshot, string routingKey, MessageProperties properties) =>
        new(snapshot, routingKey, properties, random) { Kind = snapshot.Kinds.IndexOf(properties.Type) };

    private void CatchUp(GroupSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (!ReferenceEquals(snapshot, _group)) Rebase(snapshot);
        while (_changes.TryTake(out var slot))
        {
            if (_candidates.AtSlot(slot) is { } changed) Refresh(changed);
        }
    }

    private void Rebase(GroupSnapshot snapshot)
    {
        Watch(snapshot);
        _group = snapshot;
        _seriesLeft = 0;
        _candidates.Reset(snapshot.BySlot());
        if (snapshot.Eligible.Length == 0) return;
        policy.Rebase(snapshot, random);
        // After the watch: a change from here on is either seen now or marked.
        foreach (var destination in snapshot.Eligible) Refresh(destination);
    }

    private void Watch(GroupSnapshot snapshot)
    {
        var before = _watched;
        var now = new HashSet<ChangeWatchers>();
        ChangeWatchers? last = null;
        foreach (var destination in snapshot.Eligible)
        {
            // One list for all of a group.
            if (destination.Watchers == last) continue;
            last = destination.Watchers;
            if (now.Add(last) && !before.Contains(last)) last.Add(_changes);
        }

        foreach (var left in before)
        {
            if (!now.Contains(left)) left.Remove(_changes);
        }

        _watched = now;
    }

    private void Refresh(DestinationState destination)
    {
        var hasCredit = destination.Credit.HasCredit;
        if (hasCredit) _candidates.Add(destination);
        else _candidates.Remove(destination);
        policy.Refresh(destination, hasCredit);
    }
}
