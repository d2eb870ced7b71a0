using MessageLB.Core.Explaining;

namespace MessageLB.Web.Explaining;

/// <summary>One decision: who could have got the message, who could not and why, and who got it.</summary>
/// <param name="MessageId">The message's id; null if its publisher set none.</param>
/// <param name="RoutingKey">Routing key that the publisher used.</param>
/// <param name="Kind">The AMQP property <c>type</c>; null if it has none.</param>
/// <param name="Time">Wall clock at the decision.</param>
/// <param name="Group">Name of the group.</param>
/// <param name="Policy">Name of the policy.</param>
/// <param name="SnapshotVersion">Version of the group's snapshot that the pick used.</param>
/// <param name="Winner">Who got the message; null if it was held because nobody could take it.</param>
/// <param name="Because">Why that one, for a person.</param>
/// <param name="HeldMs">How long the message had been held before, in milliseconds; null if it was not.</param>
/// <param name="Shadow">Whom the shadow policy would have chosen; null without one.</param>
/// <param name="Candidates">Who could have got it, the best score first.</param>
/// <param name="Excluded">Who could not, by name.</param>
/// <param name="LeftOut">Destinations that found no room in either list.</param>
public sealed record DecisionResponse(
    string? MessageId,
    string RoutingKey,
    string? Kind,
    DateTimeOffset Time,
    string Group,
    string Policy,
    long SnapshotVersion,
    string? Winner,
    string Because,
    double? HeldMs,
    string? Shadow,
    IReadOnlyList<CandidateResponse> Candidates,
    IReadOnlyList<ExcludedResponse> Excluded,
    int LeftOut)
{
    internal static DecisionResponse From(Explanation explanation) => new(
        explanation.MessageId,
        explanation.RoutingKey,
        explanation.Kind,
        explanation.Time,
        explanation.Group,
        explanation.Policy,
        explanation.SnapshotVersion,
        explanation.Winner,
        explanation.Because,
        Milliseconds(explanation.Held),
        explanation.Shadow,
        [.. explanation.Candidates.Select(CandidateResponse.From)],
        [.. explanation.Excluded.Select(ExcludedResponse.From)],
        explanation.LeftOut);

    internal static double? Milliseconds(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
