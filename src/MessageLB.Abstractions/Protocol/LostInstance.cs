namespace MessageLB;

/// <summary>A worker instance whose presence token came back.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Sequence">
/// Number of its last heartbeat that the teller had seen: whoever has seen a newer one has to do with late news, or with an instance that
/// is back.
/// </param>
public readonly record struct LostInstance(WorkerInstance Instance, long Sequence);
