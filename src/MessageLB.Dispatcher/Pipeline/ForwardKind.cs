namespace MessageLB.Dispatcher.Pipeline;

/// <summary>What becomes of messages that are sent on.</summary>
internal enum ForwardKind
{
    /// <summary>Another group hands them over.</summary>
    Group,

    /// <summary>They are dead letters.</summary>
    DeadLetters,

    /// <summary>They wait for an attempt.</summary>
    Retries,
}
