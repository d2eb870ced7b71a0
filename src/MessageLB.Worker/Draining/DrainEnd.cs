namespace MessageLB.Worker.Draining;

/// <summary>How a worker's withdrawal from service ended.</summary>
internal enum DrainEnd
{
    /// <summary>The queue was empty twice and nothing was in flight.</summary>
    Empty,

    /// <summary>Another instance of the destination takes what still comes.</summary>
    LeftToOthers,

    /// <summary>The time was up, the session ended, or the worker was told otherwise.</summary>
    Interrupted,
}
