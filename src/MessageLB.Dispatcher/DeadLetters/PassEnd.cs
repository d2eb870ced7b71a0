namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>Why a pass over a group's dead letters ended.</summary>
public enum PassEnd
{
    /// <summary>It has looked at all that were there when it began.</summary>
    Complete,

    /// <summary>It has taken as many as it may.</summary>
    Limit,

    /// <summary>It was told to stop.</summary>
    Interrupted,

    /// <summary>One of the first, which went ahead, became a dead letter again.</summary>
    CanaryFailed,

    /// <summary>Too many became dead letters again.</summary>
    FailingAgain,
}
