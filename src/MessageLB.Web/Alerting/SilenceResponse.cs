using MessageLB.Core.Alerts;

namespace MessageLB.Web.Alerting;

/// <summary>A silence.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Alert">Pattern for the alert's name; null takes anything.</param>
/// <param name="Group">The same for the group.</param>
/// <param name="Destination">The same for the destination.</param>
/// <param name="MaxSeverity">Highest severity that it keeps quiet; null for all.</param>
/// <param name="Until">When it ends; null for never.</param>
/// <param name="Comment">Why.</param>
/// <param name="Configured">Whether the configuration says it.</param>
public sealed record SilenceResponse(string Id, string? Alert, string? Group, string? Destination, string? MaxSeverity, DateTimeOffset? Until, string? Comment, bool Configured)
{
    internal static SilenceResponse From(Silence silence) => new(
        silence.Id, silence.Alert, silence.Group, silence.Destination, silence.MaxSeverity?.ToString().ToLowerInvariant(), silence.Until, silence.Comment, silence.IsConfigured);
}
