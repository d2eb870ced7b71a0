using MessageLB.Core.Ordering;

namespace MessageLB.Dispatcher.Status;

/// <summary>The order of keys in a group.</summary>
/// <param name="Slots">Slots that the keys share.</param>
/// <param name="Busy">Slots with messages in flight.</param>
/// <param name="Waiting">Messages that wait for the turn of their slot.</param>
/// <param name="Moves">Times that a slot went on at another destination.</param>
/// <param name="IsLearning">Whether nothing with a key is handed over yet, because messages of an earlier dispatcher may still be at work.</param>
/// <param name="Hottest">The slots with the largest shares of messages in the last 10 to 20 s, the largest first; at most five.</param>
public sealed record OrderStatus(int Slots, int Busy, int Waiting, long Moves, bool IsLearning, IReadOnlyList<HotSlot> Hottest);
