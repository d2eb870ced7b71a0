namespace MessageLB.Core.Ordering;

/// <summary>A copy of what is known of a group's order.</summary>
/// <param name="Slots">Slots of the group.</param>
/// <param name="Busy">Slots with messages in flight.</param>
/// <param name="Moves">Times that a slot went on at another destination.</param>
/// <param name="IsLearning">Whether nothing is handed over yet, because messages of an earlier dispatcher may still be at work.</param>
/// <param name="Hottest">The slots with the largest shares, the largest first.</param>
public sealed record OrderView(int Slots, int Busy, long Moves, bool IsLearning, IReadOnlyList<HotSlot> Hottest);
