namespace MessageLB.RabbitMq;

/// <summary>A publish without an outcome: what it takes to report it, and to recognise it when it is returned.</summary>
internal readonly record struct UnconfirmedPublish(ulong Correlation, string Exchange, string RoutingKey, string? MessageId);
