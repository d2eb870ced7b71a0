namespace MessageLB.InMemory.Broker;

/// <summary>A routing key or pattern, and where it leads.</summary>
internal sealed record Binding(string Key, MessageSink Sink);
