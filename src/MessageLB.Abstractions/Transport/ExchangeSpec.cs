namespace MessageLB.Transport;

/// <summary>A durable exchange to declare.</summary>
public sealed record ExchangeSpec
{
    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Type.</summary>
    public required ExchangeType Type { get; init; }

    /// <summary>Exchange that takes what no binding of this one matches; null for none.</summary>
    public string? AlternateExchange { get; init; }
}
