namespace MessageLB.CommandLine.Commands.Bench.Failover;

/// <summary>What a fault needs besides workers.</summary>
[Flags]
internal enum FaultNeeds
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A second dispatcher, in a process of its own.</summary>
    SecondDispatcher = 1,

    /// <summary>As many workers again, in the next failover tier.</summary>
    SecondTier = 2,

    /// <summary>A broker that may be stopped.</summary>
    OwnBroker = 4,

    /// <summary>A system on which processes can be stopped and continued.</summary>
    StoppedProcesses = 8,
}
