namespace MessageLB;

/// <summary>What a worker says of an attempt.</summary>
public enum ResultStatus
{
    /// <summary>It is done.</summary>
    Success,

    /// <summary>It failed, and another attempt may help.</summary>
    Retry,

    /// <summary>It failed, and no attempt can help.</summary>
    Drop,

    /// <summary>It was given back, not its fault, and the attempt does not count.</summary>
    Return,
}
