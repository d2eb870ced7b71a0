using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Alerting;

namespace MessageLB.Web.Alerting;

/// <summary>An alert.</summary>
/// <param name="Fingerprint">Stands for what it is about; the same in every dispatcher.</param>
/// <param name="Alert">Its name.</param>
/// <param name="Status"><c>pending</c>, <c>firing</c> or <c>resolved</c>.</param>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Group">Group; null for the dispatcher as a whole.</param>
/// <param name="Destination">Destination; null for all of the group.</param>
/// <param name="Summary">One line.</param>
/// <param name="Description">The figures.</param>
/// <param name="Value">The figure that is compared; null if there is none.</param>
/// <param name="Limit">What it is compared with; null if there is none.</param>
/// <param name="StartsAt">Since when its condition has held.</param>
/// <param name="FiredAt">When it began to fire; null while it is pending.</param>
/// <param name="EndsAt">When its condition ended; null while it holds.</param>
/// <param name="SilencedBy">The silence that keeps it quiet; null for none.</param>
/// <param name="InhibitedBy">Name of the alert that is its cause and keeps it quiet; null for none.</param>
/// <param name="RunbookUrl">What to do about it.</param>
public sealed record AlertResponse(
    string Fingerprint,
    string Alert,
    string Status,
    string Severity,
    string? Group,
    string? Destination,
    string Summary,
    string Description,
    double? Value,
    double? Limit,
    DateTimeOffset StartsAt,
    DateTimeOffset? FiredAt,
    DateTimeOffset? EndsAt,
    string? SilencedBy,
    string? InhibitedBy,
    string RunbookUrl)
{
    internal static AlertResponse From(Alert alert, AlertsConfig config) => new(
        alert.Key.Fingerprint,
        alert.Rule.Name,
        alert.Status.ToString().ToLowerInvariant(),
        alert.Rule.Severity.ToString().ToLowerInvariant(),
        NullIfEmpty(alert.Key.Group),
        NullIfEmpty(alert.Key.Destination),
        alert.Summary,
        alert.Description,
        Round(alert.Value),
        Round(alert.Limit),
        alert.StartsAt,
        alert.FiredAt,
        alert.EndsAt,
        alert.SilencedBy,
        alert.InhibitedBy?.Rule,
        RunbookLink.Of(config, alert.Rule));

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static double? Round(double? value) => value is { } given ? Math.Round(given, 4) : null;
}
