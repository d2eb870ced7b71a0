using System.Globalization;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;

namespace MessageLB.Core.Explaining;

/// <summary>
/// Takes the picture of a decision at the moment of the pick. Pure; allocates, so only for decisions that somebody asks for.
/// </summary>
public static class Explainer
{
    /// <summary>Most candidates, and most excluded destinations, of an explanation.</summary>
    public const int MostRows = 100;

    /// <summary>What a pick is about to choose from. Takes no credit, and no turn of the policy.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="policy">The policy that will choose.</param>
    /// <param name="context">What it will know.</param>
    /// <param name="candidates">Whom it will choose from.</param>
    /// <param name="views">Every destination of the group, as its updater knows them at this moment.</param>
    public static DecisionPicture Look(string group, IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates, IReadOnlyList<DestinationView> views)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(views);
        var able = new List<DecisionPicture.Able>(candidates.Count);
        var excluded = new List<ExcludedDestination>(Math.Max(0, views.Count - candidates.Count));
        foreach (var view in views)
        {
            if (!candidates.Contains(view.State)) excluded.Add(Exclude(view, context.Group));
            else able.Add(new DecisionPicture.Able(Describe(policy, context, view), policy.Objection(context, view.State), view.Condition));
        }

        return new DecisionPicture(group, policy.Name, context, able, excluded);
    }

    private static ExplainedCandidate Describe(IRoutingPolicy policy, in RoutingContext context, in DestinationView view)
    {
        var destination = view.State;
        var score = policy.Score(context, destination);
        var service = destination.ServiceSecondsOf(context.Kind);
        return new ExplainedCandidate(
            destination.Name,
            double.IsFinite(score) ? score : null,
            destination.Credit.InFlight,
            destination.Credit.Limit,
            destination.EffectiveWeight,
            destination.Concurrency,
            service > 0 ? TimeSpan.FromSeconds(service) : null,
            context.Kind == 0 ? view.ServiceSeconds > 0 : view.ServiceSecondsByKind.ContainsKey(context.Properties.Type ?? string.Empty),
            service > 0 ? TimeSpan.FromSeconds(ResponseTimePolicy.ExpectedSeconds(destination, context.Kind)) : null);
    }

    private static ExcludedDestination Exclude(in DestinationView view, GroupSnapshot group)
    {
        var destination = view.State;
        var (inFlight, limit) = (destination.Credit.InFlight, destination.Credit.Limit);
        var (cause, reason) = view switch
        {
            _ when Array.IndexOf(group.Reserve, destination) >= 0 => (ExclusionCause.Reserve, view.Reason ?? "it is in reserve"),
            { Condition: not (DestinationCondition.Ready or DestinationCondition.Probing) } => (ExclusionCause.NotReady, view.Reason ?? "it is not ready"),
            { State.Weight: <= 0 } => (ExclusionCause.WeightZero, "its weight is 0"),
            _ when IsIn(group, destination) => (ExclusionCause.NoCredit, FormatFull(inFlight, limit)),
            _ => (ExclusionCause.JustReady, "it became ready while this was decided"),
        };
        return new ExcludedDestination(destination.Name, cause, view.Condition, reason, inFlight, limit, destination.EffectiveWeight);
    }

    // Credit may have come back since the picker last looked; a person who reads "11 of 12" would think it a fault.
    private static string FormatFull(int inFlight, int limit)
    {
        var used = string.Create(CultureInfo.InvariantCulture, $"{inFlight} of {limit} in flight");
        return inFlight >= limit ? used : $"its window was full a moment before; now {used}";
    }

    // In the order of slots.
    private static bool IsIn(GroupSnapshot group, DestinationState destination)
    {
        var (low, high) = (0, group.Eligible.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var slot = group.Eligible[middle].Slot;
            if (slot == destination.Slot) return ReferenceEquals(group.Eligible[middle], destination);
            if (slot < destination.Slot) low = middle + 1;
            else high = middle - 1;
        }

        return false;
    }
}
