namespace MessageLB.Transport;

/// <summary>How an exchange chooses queues.</summary>
public enum ExchangeType
{
    /// <summary>By an equal routing key.</summary>
    Direct,

    /// <summary>By a pattern of words: <c>*</c> is one word, <c>#</c> any number of them.</summary>
    Topic,

    /// <summary>All bound queues.</summary>
    Fanout,
}
