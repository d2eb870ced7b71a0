namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>What a soak does to those that take part.</summary>
internal enum SoakFault
{
    /// <summary>A worker gets SIGKILL, and is started again later.</summary>
    KillWorker,

    /// <summary>A worker gets SIGSTOP, and SIGCONT later.</summary>
    StopWorker,

    /// <summary>The second dispatcher gets SIGKILL, and is replaced.</summary>
    KillDispatcher,

    /// <summary>The connections of the first dispatcher end.</summary>
    CutConnections,

    /// <summary>A worker gets SIGKILL, and its queues are deleted when nothing is left in them; the worker is started again.</summary>
    DeleteQueue,

    /// <summary>The broker is stopped and started again.</summary>
    RestartBroker,
}
