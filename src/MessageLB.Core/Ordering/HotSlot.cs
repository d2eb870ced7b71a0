namespace MessageLB.Core.Ordering;

/// <summary>A slot that has a large share of a group's messages.</summary>
/// <param name="Slot">Its number.</param>
/// <param name="Destination">Where it was last; null if nowhere yet.</param>
/// <param name="Share">Its share of the messages with a key, lately. <value>Above 0, to 1.</value></param>
/// <param name="InFlight">Messages handed over and not known to be done.</param>
public sealed record HotSlot(int Slot, string? Destination, double Share, int InFlight);
