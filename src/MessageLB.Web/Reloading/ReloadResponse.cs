using MessageLB.Dispatcher.Reloading;
using MessageLB.Web.Api;

namespace MessageLB.Web.Reloading;

/// <summary>What a reload did.</summary>
/// <param name="Added">Groups that are new.</param>
/// <param name="Changed">Groups that are told something else.</param>
/// <param name="Removed">Groups that are no more.</param>
/// <param name="Warnings">What is allowed and probably not meant.</param>
/// <param name="Configuration">What is in force now.</param>
public sealed record ReloadResponse(
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Warnings,
    ConfigurationResponse Configuration)
{
    /// <summary>Whether the section <c>alerts</c> changed.</summary>
    public bool AlertsChanged { get; init; }

    internal static ReloadResponse From(ReloadReport report, IReconfiguration now) =>
        new(report.Added, report.Changed, report.Removed, report.Warnings, ConfigurationResponse.From(now.Status)) { AlertsChanged = report.AlertsChanged };
}
