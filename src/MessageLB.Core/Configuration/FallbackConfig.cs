namespace MessageLB.Core.Configuration;

/// <summary>The group that takes the messages of a group while nobody there is available.</summary>
public sealed record FallbackConfig
{
    /// <summary>Default of <see cref="After"/>.</summary>
    public static readonly TimeSpan DefaultAfter = TimeSpan.FromSeconds(2);

    /// <summary>Name of that group; null for none.</summary>
    public string? To { get; init; }

    /// <summary>
    /// How long nobody must have been available, so that the restart of a single worker sends nothing away.
    /// <value>0 to 10 min, default 2 s.</value>
    /// </summary>
    public TimeSpan After { get; init; } = DefaultAfter;
}
