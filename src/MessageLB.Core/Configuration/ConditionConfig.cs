namespace MessageLB.Core.Configuration;

/// <summary>What must hold of a message for a rule to apply. Everything that is named must hold.</summary>
public sealed record ConditionConfig
{
    /// <summary>Name of a header; the next four say what it must be, and without them it must be present.</summary>
    public string? Header { get; init; }

    /// <summary>The header is this text.</summary>
    public string? EqualTo { get; init; }

    /// <summary>The header is one of these texts.</summary>
    public IReadOnlyList<string> OneOf { get; init; } = [];

    /// <summary>The header begins with this text.</summary>
    public string? Prefix { get; init; }

    /// <summary>True: the header is there. False: it is not. Default true.</summary>
    public bool? Present { get; init; }

    /// <summary>The property <c>type</c> is one of these.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The publisher's routing key matches this topic pattern.</summary>
    public string? RoutingKey { get; init; }
}
