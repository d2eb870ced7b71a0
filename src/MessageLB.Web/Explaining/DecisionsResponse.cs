namespace MessageLB.Web.Explaining;

/// <summary>Decisions, the oldest first: a sample of a group, or all that is remembered of a message.</summary>
/// <param name="Decisions">The decisions.</param>
public sealed record DecisionsResponse(IReadOnlyList<DecisionResponse> Decisions);
