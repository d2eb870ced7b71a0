namespace MessageLB.Core.Alerts;

/// <summary>
/// Keeps alerts quiet: they fire and resolve, and nobody is told that they fire. A pattern is a name, compared without case, or the beginning of one
/// and <c>*</c>; null takes anything. Immutable.
/// </summary>
public sealed record Silence
{
    /// <summary>Names it.</summary>
    public required string Id { get; init; }

    /// <summary>Pattern for the name of the rule.</summary>
    public string? Alert { get; init; }

    /// <summary>Pattern for the group.</summary>
    public string? Group { get; init; }

    /// <summary>Pattern for the destination.</summary>
    public string? Destination { get; init; }

    /// <summary>Highest severity that it keeps quiet; null for all.</summary>
    public AlertSeverity? MaxSeverity { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, for a person.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether the configuration says it: then it cannot be taken away but there.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>Whether it still holds.</summary>
    public bool IsInForce(DateTimeOffset at) => Until is null || at < Until;

    /// <summary>Whether it keeps an alert quiet, as long as it is in force.</summary>
    public bool Covers(AlertRule rule, in AlertKey key)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return Fits(Alert, key.Rule) && Fits(Group, key.Group) && Fits(Destination, key.Destination) && !(rule.Severity > MaxSeverity);
    }

    private static bool Fits(string? pattern, string name) =>
        pattern is null
        || (pattern.EndsWith('*') ? name.AsSpan().StartsWith(pattern.AsSpan(..^1), StringComparison.OrdinalIgnoreCase) : name.Equals(pattern, StringComparison.OrdinalIgnoreCase));
}
