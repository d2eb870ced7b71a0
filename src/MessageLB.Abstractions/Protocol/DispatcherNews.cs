namespace MessageLB;

/// <summary>What a dispatcher heard and the others cannot hear by themselves: presence tokens that came back to it, and what people want.</summary>
public sealed record DispatcherNews
{
    /// <summary>Version of the format that this code writes and reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Most instances in one message.</summary>
    public const int MaxLost = 64;

    /// <summary>Most words of people in one message.</summary>
    public const int MaxWanted = 32;

    /// <summary>The dispatcher that tells, as in its beats.</summary>
    public required string Id { get; init; }

    /// <summary>Worker instances whose connections died. <value>1 to <see cref="MaxLost"/>; may be empty if <see cref="Wanted"/> is not.</value></summary>
    public required IReadOnlyList<LostInstance> Lost { get; init; }

    /// <summary>What people want of destinations, whoever was told. <value>At most <see cref="MaxWanted"/>.</value></summary>
    public IReadOnlyList<WantedState> Wanted { get; init; } = [];
}
