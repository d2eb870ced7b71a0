namespace MessageLB.RabbitMq;

/// <summary>A timestamp in a header that no .NET date can hold; carried along so that it leaves as it came.</summary>
internal sealed record ImplausibleTime(long Seconds);
