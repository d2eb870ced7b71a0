namespace MessageLB.Core.Alerts;

/// <summary>A picture of an alert. Immutable.</summary>
public sealed record Alert
{
    /// <summary>Its kind.</summary>
    public required AlertRule Rule { get; init; }

    /// <summary>What it is about.</summary>
    public required AlertKey Key { get; init; }

    /// <summary>How far it is.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    /// <summary>The figures of the last time that its condition held.</summary>
    public required string Description { get; init; }

    /// <summary>The figure that is compared; null if there is none.</summary>
    public double? Value { get; init; }

    /// <summary>What it is compared with; null if there is none.</summary>
    public double? Limit { get; init; }

    /// <summary>Since when its condition has held.</summary>
    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>When it began to fire; null while it is pending.</summary>
    public DateTimeOffset? FiredAt { get; init; }

    /// <summary>When its condition ended; null while it holds.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Identifier of the silence that keeps it quiet; null for none.</summary>
    public string? SilencedBy { get; init; }

    /// <summary>The alert that is its cause, and keeps it quiet; null for none.</summary>
    public AlertKey? InhibitedBy { get; init; }

    /// <summary>Whether anybody was told that it fires.</summary>
    public bool WasTold { get; init; }
}
