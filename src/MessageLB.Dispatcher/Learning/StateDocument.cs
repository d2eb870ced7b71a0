namespace MessageLB.Dispatcher.Learning;

/// <summary>The state file as it is written.</summary>
/// <param name="MessagelbState">Version.</param>
/// <param name="SavedAt">When it was written.</param>
/// <param name="Groups">Groups that learn.</param>
internal sealed record StateDocument(int MessagelbState, DateTimeOffset SavedAt, IReadOnlyList<StateGroup>? Groups);
