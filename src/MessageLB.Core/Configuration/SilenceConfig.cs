using MessageLB.Core.Alerts;

namespace MessageLB.Core.Configuration;

/// <summary>Alerts that are kept quiet; what is null takes anything. See <see cref="Silence"/>.</summary>
public sealed record SilenceConfig
{
    /// <summary>Name of the alert, or the beginning of one and <c>*</c>.</summary>
    public string? Alert { get; init; }

    /// <summary>The same for the group.</summary>
    public string? Group { get; init; }

    /// <summary>The same for the destination.</summary>
    public string? Destination { get; init; }

    /// <summary>Highest severity that is kept quiet; null for all.</summary>
    public AlertSeverity? MaxSeverity { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, for a person.</summary>
    public string? Comment { get; init; }
}
