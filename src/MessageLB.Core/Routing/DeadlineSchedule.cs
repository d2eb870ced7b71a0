using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Weighted round robin by earliest deadline first (Envoy's <c>edf_scheduler.h</c>, gRPC proposal A58): the next turn of a destination
/// is 1 ÷ weight of virtual time after its last one, and the earliest turn is next. Exact proportions, evenly interleaved, O(log n). A
/// destination joins at a random moment of its first period, so that many dispatchers do not go round in step.
/// </summary>
/// <remarks>
/// As in <see cref="SmoothSchedule"/>, a destination without credit keeps its turns and catches up on them, on at most what it would
/// have had in <see cref="SmoothSchedule.MostPicksOwed"/> picks of the group.
/// </remarks>
internal sealed class DeadlineSchedule
{
    private readonly MinTree _tree = new();
    private Turn[] _turns = [];
    private DestinationState?[] _owners = [];
    private double _mostBehind;

    // Virtual time: the deadline of the latest turn that was on time.
    private double _now;

    /// <summary>The slot of the destination whose turn it is. There must be a candidate.</summary>
    public int Next(Random random)
    {
        var slot = _tree.Min(random);
        ref var turn = ref _turns[slot];
        _now = Math.Max(_now, turn.Deadline);
        turn.Deadline = Math.Max(turn.Deadline, _now - _mostBehind) + (1 / turn.Weight);
        _tree.Set(slot, turn.Deadline);
        return slot;
    }

    /// <summary>When the destination's turn is, in virtual time from now.</summary>
    public double Deadline(DestinationState destination) => _turns[destination.Slot].Deadline - _now;

    /// <summary>
    /// Takes in whether a destination is a candidate, and its weight: another one stretches or shortens what is left until its turn, so that
    /// nobody sits out a period that belongs to a weight it no longer has.
    /// </summary>
    public void Refresh(DestinationState destination, bool isCandidate, double weight)
    {
        ref var turn = ref _turns[destination.Slot];
        if (turn.Weight != weight)
        {
            turn.Deadline = _now + ((turn.Deadline - _now) * turn.Weight / weight);
            turn.Weight = weight;
        }

        if (isCandidate) _tree.Set(destination.Slot, turn.Deadline);
        else _tree.Remove(destination.Slot);
    }

    /// <summary>Another set of destinations, or other weights: whoever stays keeps its place in its present period.</summary>
    /// <param name="group">The destinations.</param>
    /// <param name="random">For the first turns of those who are new.</param>
    /// <param name="weight">A destination's weight, above 0.</param>
    public void Rebase(GroupSnapshot group, Random random, Func<DestinationState, double> weight)
    {
        var turns = new Turn[group.Slots];
        var weights = 0.0;
        foreach (var destination in group.Eligible)
        {
            ref var turn = ref turns[destination.Slot];
            turn.Weight = weight(destination);
            weights += turn.Weight;
            var stays = destination.Slot < _owners.Length && ReferenceEquals(_owners[destination.Slot], destination);
            // In parts of a period, which a changed weight makes shorter or longer.
            var ahead = stays ? (_turns[destination.Slot].Deadline - _now) * _turns[destination.Slot].Weight : random.NextDouble();
            turn.Deadline = Math.Max(ahead, -SmoothSchedule.MostPicksOwed) / turn.Weight;
        }

        // Virtual time begins anew, so that it stays small, where doubles are exact.
        _now = 0;
        _mostBehind = SmoothSchedule.MostPicksOwed / Math.Max(weights, 1);
        (_turns, _owners) = (turns, group.BySlot());
        _tree.Reset(group.Slots);
    }

    private struct Turn
    {
        public double Weight;
        public double Deadline;
    }
}
