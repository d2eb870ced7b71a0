namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>Kinds of <see cref="PassStep"/>.</summary>
internal enum PassStepKind
{
    /// <summary>To the end of the queue.</summary>
    Keep,

    /// <summary>Away.</summary>
    Delete,

    /// <summary>To another queue.</summary>
    Send,

    /// <summary>Nowhere: it is given back as it is.</summary>
    Leave,
}
