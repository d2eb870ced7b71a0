namespace MessageLB.Worker.Duplicates;

/// <summary>What makes two deliveries the same piece of work. A retry has a higher attempt, so it is another one.</summary>
/// <param name="Id">Message id.</param>
/// <param name="Attempt">Attempt.</param>
internal readonly record struct AttemptKey(string Id, int Attempt);
