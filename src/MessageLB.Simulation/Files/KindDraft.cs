namespace MessageLB.Simulation;

/// <summary>A kind of message as it is written.</summary>
internal sealed record KindDraft
{
    public required string Name { get; init; }

    public double Share { get; init; } = 1;

    public int Keys { get; init; }

    public ServiceDraft Service { get; init; } = new();
}
