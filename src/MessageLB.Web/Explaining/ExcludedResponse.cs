using MessageLB.Core.Explaining;

namespace MessageLB.Web.Explaining;

/// <summary>A destination that could not get the message, and why.</summary>
/// <param name="Name">Name.</param>
/// <param name="Cause"><c>not_ready</c>, <c>reserve</c>, <c>weight_zero</c>, <c>no_credit</c>, <c>just_ready</c> or <c>policy</c>.</param>
/// <param name="State">Its state, as in the status.</param>
/// <param name="Reason">Why, for a person.</param>
/// <param name="InFlight">Messages in flight there.</param>
/// <param name="Window">Most in flight.</param>
/// <param name="Weight">Weight.</param>
public sealed record ExcludedResponse(string Name, string Cause, string State, string Reason, int InFlight, int Window, double Weight)
{
    internal static ExcludedResponse From(ExcludedDestination excluded) => new(
        excluded.Name,
        Word(excluded.Cause),
        excluded.Condition.ToString().ToLowerInvariant(),
        excluded.Reason,
        excluded.InFlight,
        excluded.Window,
        Math.Round(excluded.Weight, 2));

    private static string Word(ExclusionCause cause) => cause switch
    {
        ExclusionCause.NotReady => "not_ready",
        ExclusionCause.Reserve => "reserve",
        ExclusionCause.WeightZero => "weight_zero",
        ExclusionCause.NoCredit => "no_credit",
        ExclusionCause.JustReady => "just_ready",
        _ => "policy",
    };
}
