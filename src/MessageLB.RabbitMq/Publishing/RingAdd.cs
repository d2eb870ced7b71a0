namespace MessageLB.RabbitMq;

/// <summary>What became of an attempt to add to an <see cref="UnconfirmedRing"/>.</summary>
internal enum RingAdd
{
    /// <summary>It is in.</summary>
    Added,

    /// <summary>No room: wait for some.</summary>
    Full,

    /// <summary>The ring is closed for good.</summary>
    Closed,
}
