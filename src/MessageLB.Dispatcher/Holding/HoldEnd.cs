namespace MessageLB.Dispatcher.Holding;

/// <summary>How a message's time in hold ended, if it is to be published elsewhere then.</summary>
internal enum HoldEnd
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Its attempt failed: to the retry queue.</summary>
    Failed,

    /// <summary>Its worker dropped it: to the dead letters.</summary>
    Dropped,

    /// <summary>Too many workers died with it in hand, or nobody needs it any more: to the retry queue, which buries it.</summary>
    GivenUp,
}
