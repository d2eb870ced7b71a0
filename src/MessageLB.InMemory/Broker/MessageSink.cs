namespace MessageLB.InMemory.Broker;

/// <summary>What an exchange routes to: a queue or a subscription.</summary>
internal abstract class MessageSink
{
    /// <summary>Takes a copy of the publication, or says why not. Thread-safe.</summary>
    public abstract Acceptance Accept(in Publication publication);
}
