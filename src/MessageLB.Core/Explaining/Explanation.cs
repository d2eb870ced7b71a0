namespace MessageLB.Core.Explaining;

/// <summary>One decision: who could have got the message, who could not and why, and who got it. Immutable.</summary>
public sealed record Explanation
{
    /// <summary>Name of the group.</summary>
    public required string Group { get; init; }

    /// <summary>The message's id, the publisher's; null if it set none.</summary>
    public required string? MessageId { get; init; }

    /// <summary>Routing key that the publisher used.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>Kind of message: the AMQP property <c>type</c>; null if it has none.</summary>
    public required string? Kind { get; init; }

    /// <summary>Wall clock at the decision.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>Version of the group's snapshot that the pick used.</summary>
    public required long SnapshotVersion { get; init; }

    /// <summary>Who got the message; null if it was held because nobody could take it.</summary>
    public required string? Winner { get; init; }

    /// <summary>Why that one, for a person.</summary>
    public required string Because { get; init; }

    /// <summary>How long the message had been held before; null if it was not.</summary>
    public TimeSpan? Held { get; init; }

    /// <summary>Whom the group's shadow policy would have chosen; null without one.</summary>
    public string? Shadow { get; init; }

    /// <summary>Who could have got it, the best score first. At most <see cref="Explainer.MostRows"/>, the winner among them.</summary>
    public required IReadOnlyList<ExplainedCandidate> Candidates { get; init; }

    /// <summary>Who could not, in the order of names. At most <see cref="Explainer.MostRows"/>.</summary>
    public required IReadOnlyList<ExcludedDestination> Excluded { get; init; }

    /// <summary>Destinations that found no room in either list.</summary>
    public int LeftOut { get; init; }
}
