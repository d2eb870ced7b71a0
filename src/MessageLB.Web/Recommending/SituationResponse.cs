using MessageLB.Core.Configuration;
using MessageLB.Core.Recommendations;

namespace MessageLB.Web.Recommending;

/// <summary>What is known of a group that improvements can be judged by, and what the figures alone show. <c>messagelb recommend</c> simulates with it.</summary>
/// <param name="Name">Name.</param>
/// <param name="Policy">Routing policy.</param>
/// <param name="Window">Window of destinations that have none of their own, as configured.</param>
/// <param name="Adjusts">Whether dynamic adjustment moves the weights.</param>
/// <param name="ObjectiveMs">Response time that <c>cost_aware</c> keeps to.</param>
/// <param name="OverS">Seconds that were measured.</param>
/// <param name="Settled">Messages done or failed in them.</param>
/// <param name="HandOverMs">Time from a hand-over to the broker's confirm.</param>
/// <param name="Dispatchers">Dispatchers that hand over to the group's destinations.</param>
/// <param name="IngressReady">Messages that wait at ingress now; null if unknown.</param>
/// <param name="NotSimulated">Settings that matter and that the simulator does not know.</param>
/// <param name="Destinations">The destinations by name.</param>
/// <param name="Findings">What the figures alone show.</param>
/// <param name="Unclear">Why nothing can be said yet; null if something can.</param>
public sealed record SituationResponse(
    string Name,
    string Policy,
    string Window,
    bool Adjusts,
    double ObjectiveMs,
    double OverS,
    long Settled,
    double HandOverMs,
    int Dispatchers,
    long? IngressReady,
    IReadOnlyList<string> NotSimulated,
    IReadOnlyList<DestinationSituationResponse> Destinations,
    IReadOnlyList<FindingResponse> Findings,
    string? Unclear)
{
    private const int Digits = 3;

    /// <summary>Copies what the dispatcher knows.</summary>
    public static SituationResponse From(GroupSituation known)
    {
        ArgumentNullException.ThrowIfNull(known);
        return new SituationResponse(
            known.Group,
            known.Policy,
            known.Window.ToString(),
            known.Adjusts,
            known.Objective.TotalMilliseconds,
            Math.Round(known.Over.TotalSeconds, Digits),
            known.Settled,
            Math.Round(known.HandOver.TotalMilliseconds, Digits),
            known.Dispatchers,
            known.IngressReady,
            known.NotSimulated,
            [.. known.Destinations.Select(DestinationSituationResponse.From)],
            [.. Core.Recommendations.Findings.Of(known).Select(FindingResponse.From)],
            known.Unclear);
    }

    /// <summary>What was copied, to judge by.</summary>
    public GroupSituation ToSituation() => new()
    {
        Group = Name,
        Policy = Policy,
        Window = WindowConfig.TryParse(Window, out var window, out _) ? window : WindowConfig.Auto,
        Adjusts = Adjusts,
        Objective = TimeSpan.FromMilliseconds(ObjectiveMs),
        Over = TimeSpan.FromSeconds(OverS),
        Settled = Settled,
        HandOver = TimeSpan.FromMilliseconds(HandOverMs),
        Dispatchers = Dispatchers,
        IngressReady = IngressReady,
        NotSimulated = NotSimulated,
        Destinations = [.. Destinations.Select(d => d.ToSituation())],
    };
}
