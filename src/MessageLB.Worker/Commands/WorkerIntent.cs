namespace MessageLB.Worker.Commands;

/// <summary>What a worker is meant to do.</summary>
internal enum WorkerIntent
{
    /// <summary>Take messages.</summary>
    Serve,

    /// <summary>Ask for no new messages, and handle those that come; reversible.</summary>
    Drain,

    /// <summary>Drain, take leave and end; final.</summary>
    Stop,
}
