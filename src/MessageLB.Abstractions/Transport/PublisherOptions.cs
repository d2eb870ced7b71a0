namespace MessageLB.Transport;

/// <summary>How a publisher pipelines.</summary>
public sealed record PublisherOptions
{
    /// <summary>
    /// Most publishes without an outcome; the next one waits. <value>1 to 4,096, default 100: below the 128 write slots of
    /// RabbitMQ.Client, so that a broker that stops reading can never park a publish inside the client.</value>
    /// </summary>
    public int MaxUnconfirmed { get; init; } = 100;
}
