namespace MessageLB.Core.Hashing;

/// <summary>Part of a message that a key is taken from.</summary>
public enum KeyField
{
    /// <summary>A header.</summary>
    Header,

    /// <summary>The routing key that the publisher used.</summary>
    RoutingKey,

    /// <summary>The property <c>type</c>.</summary>
    Type,

    /// <summary>The property <c>message-id</c>.</summary>
    MessageId,

    /// <summary>The property <c>correlation-id</c>.</summary>
    CorrelationId,

    /// <summary>The property <c>user-id</c>, which the broker vouches for.</summary>
    UserId,

    /// <summary>The property <c>app-id</c>.</summary>
    AppId,
}
