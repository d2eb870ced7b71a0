namespace MessageLB.Dispatcher.Learning;

/// <summary>A group in the state file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Destinations">What was learned of its destinations.</param>
internal sealed record StateGroup(string? Name, IReadOnlyList<StateDestination>? Destinations);
