using MessageLB.Core.Probes;

namespace MessageLB.Web.Api;

/// <summary>What a destination's probes say.</summary>
/// <param name="State"><c>unknown</c>, <c>passing</c> or <c>failing</c>.</param>
/// <param name="LastMs">How long the last one that passed or failed took, in milliseconds; null before the first.</param>
/// <param name="Reason">Why the last one did not pass; null if it did.</param>
public sealed record ProbeResponse(string State, double? LastMs, string? Reason)
{
    internal static ProbeResponse From(ProbeView view) => new(
        view.State.ToString().ToLowerInvariant(),
        view.LastTook is { } took ? Math.Round(took.TotalMilliseconds, 3) : null,
        view.Reason);
}
