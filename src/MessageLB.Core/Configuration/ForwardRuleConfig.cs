using MessageLB.Core.Hashing;

namespace MessageLB.Core.Configuration;

/// <summary>A rule by which messages of a group belong to another group.</summary>
public sealed record ForwardRuleConfig
{
    /// <summary>All must hold for the rule to apply; none: it applies to every message.</summary>
    public IReadOnlyList<ConditionConfig> When { get; init; } = [];

    /// <summary>Group that the messages go to; null if <see cref="Split"/> says.</summary>
    public string? To { get; init; }

    /// <summary>Groups and their weights; the group's own name stands for what stays.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Split { get; init; } = [];

    /// <summary>Key whose equal values always go to the same side of a split; null spreads message by message.</summary>
    public KeySource? By { get; init; }
}
