namespace MessageLB.InMemory.Queues;

/// <summary>A message assigned to a receiver, and the settle token it got.</summary>
internal readonly record struct Fetched(ulong Tag, StoredMessage Message, bool Redelivered);
