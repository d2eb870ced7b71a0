namespace MessageLB.RabbitMq;

/// <summary>One node of the broker.</summary>
internal readonly record struct BrokerHost(string Name, int Port)
{
    /// <inheritdoc />
    public override string ToString() => $"{Name}:{Port}";
}
