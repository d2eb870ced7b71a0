namespace MessageLB.Worker;

/// <summary>What a handler decided about a message.</summary>
public enum HandlerResultKind
{
    /// <summary>Handled; the message leaves MessageLB.</summary>
    Done,

    /// <summary>The attempt failed; the message goes back to its group with the attempt counted, until the last attempt.</summary>
    Retry,

    /// <summary>The message can never be handled; it becomes a dead letter at once.</summary>
    Drop,

    /// <summary>Not the message's fault; it goes back to its group with the attempt unchanged, for another destination.</summary>
    Return,
}
