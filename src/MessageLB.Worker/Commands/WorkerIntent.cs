namespace MessageLB.Worker.Commands;

/// <summary>What a worker was told to do, by a command or by its host.</summary>
internal enum WorkerIntent
{
    /// <summary>Take messages.</summary>
    Serve,

    /// <summary>Finish what runs, give back the rest and whatever still comes; reversible.</summary>
    Drain,

    /// <summary>Drain, take leave and end; final.</summary>
    Stop,
}
