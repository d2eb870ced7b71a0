using System.Globalization;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Explaining;

/// <summary>A decision before its outcome, as <see cref="Explainer.Look"/> saw it. Immutable.</summary>
public sealed class DecisionPicture
{
    private readonly string _group;
    private readonly string _policy;
    private readonly string? _messageId;
    private readonly string _routingKey;
    private readonly string? _kind;
    private readonly long _version;
    private readonly int _eligible;
    private readonly List<Able> _able;
    private readonly List<ExcludedDestination> _excluded;

    internal DecisionPicture(string group, string policy, in RoutingContext context, List<Able> able, List<ExcludedDestination> excluded)
    {
        (_group, _policy, _able, _excluded) = (group, policy, able, excluded);
        (_messageId, _routingKey, _kind) = (context.Properties.MessageId, context.RoutingKey, context.Properties.Type);
        (_version, _eligible) = (context.Group.Version, context.Group.Eligible.Length);
    }

    /// <summary>Destinations in the picture.</summary>
    public int Destinations => _able.Count + _excluded.Count;

    /// <summary>The explanation, once the outcome is known.</summary>
    /// <param name="winner">Name of who got the message; null if nobody could take it.</param>
    /// <param name="time">Wall clock at the decision.</param>
    /// <param name="held">How long the message had been held before; null if it was not.</param>
    /// <param name="shadow">Whom the shadow policy would have chosen; null without one.</param>
    public Explanation Decide(string? winner, DateTimeOffset time, TimeSpan? held = null, string? shadow = null)
    {
        // An objection that did not keep the winner from winning was none, for example when every candidate is over its bound.
        var candidates = _able.Where(a => a.Objection is null || a.Row.Name == winner).Select(a => a.Row)
            .OrderBy(c => c.Score ?? double.PositiveInfinity).ThenBy(c => c.Name, StringComparer.Ordinal).ToList();
        var objected = _able.Where(a => a.Objection is not null && a.Row.Name != winner).Select(Exclude);
        var excluded = _excluded.Where(e => e.Name != winner || e.Cause != ExclusionCause.Reserve).Concat(objected).OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        return new Explanation
        {
            Group = _group,
            MessageId = _messageId,
            RoutingKey = _routingKey,
            Kind = _kind,
            Time = time,
            Policy = _policy,
            SnapshotVersion = _version,
            Winner = winner,
            Because = Because(candidates, winner),
            Held = held,
            Shadow = shadow,
            Candidates = Trim(candidates, winner),
            Excluded = [.. excluded.Take(Explainer.MostRows)],
            LeftOut = Math.Max(0, candidates.Count - Explainer.MostRows) + Math.Max(0, excluded.Count - Explainer.MostRows),
        };
    }

    private string Because(List<ExplainedCandidate> candidates, string? winner)
    {
        if (winner is null) return _eligible == 0 ? "nobody is ready, so it is held" : "nobody who is ready has credit, so it is held";
        if (_excluded.Find(e => e.Name == winner && e.Cause == ExclusionCause.Reserve) is { } reserve) return $"nobody else has credit, and it is in reserve: {reserve.Reason}";
        if (_eligible == 1) return "it is the only one that is ready";
        if (_able.Count == 1) return "it is the only one with credit";
        if (candidates.Count == 1) return $"it is the only one with credit that {_policy} does not leave out";
        if (candidates.Find(c => c.Name == winner) is not { } row) return "it got credit back while this was decided";
        if (row.Score is not { } score) return $"{_policy} chose it, and goes by no score";
        if (candidates[0].Score < score) return $"{_policy} chose it, though others have a smaller score";
        var ties = candidates.Count(c => c.Score == score) - 1;
        return ties == 0 ? "it has the smallest score" : string.Create(CultureInfo.InvariantCulture, $"it has the smallest score, as {(ties == 1 ? "has" : "have")} {ties} more");
    }

    private static List<ExplainedCandidate> Trim(List<ExplainedCandidate> candidates, string? winner)
    {
        if (candidates.Count <= Explainer.MostRows) return candidates;
        var kept = candidates.Take(Explainer.MostRows).ToList();
        if (winner is not null && candidates.FindIndex(c => c.Name == winner) is var at && at >= kept.Count) kept[^1] = candidates[at];
        return kept;
    }

    private static ExcludedDestination Exclude(Able able) =>
        new(able.Row.Name, ExclusionCause.Policy, able.Condition, able.Objection!, able.Row.InFlight, able.Row.Window, able.Row.Weight);

    /// <summary>Somebody with credit.</summary>
    /// <param name="Row">How it stood.</param>
    /// <param name="Objection">Why the policy leaves it out; null if it does not.</param>
    /// <param name="Condition">Its condition.</param>
    internal readonly record struct Able(ExplainedCandidate Row, string? Objection, DestinationCondition Condition);
}
