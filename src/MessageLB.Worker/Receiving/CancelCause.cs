namespace MessageLB.Worker.Receiving;

/// <summary>Why a handler's token was cancelled.</summary>
internal enum CancelCause
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>The handler ran longer than <see cref="WorkerOptions.HandlerTimeout"/>.</summary>
    Limit,

    /// <summary>The time for draining was over.</summary>
    Drain,
}
