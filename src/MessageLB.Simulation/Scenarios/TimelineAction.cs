namespace MessageLB.Simulation;

/// <summary>What can happen to a worker.</summary>
public enum TimelineAction
{
    /// <summary>Its speed changes for messages that start from now on.</summary>
    Speed,

    /// <summary>It hangs: what it has is not finished, and no heartbeats come, until <see cref="Return"/>.</summary>
    Stop,

    /// <summary>Its process dies: what it had is not done, and goes where its broker gives it, until <see cref="Return"/>.</summary>
    Kill,

    /// <summary>It goes on where it was stopped; after <see cref="Kill"/> it is a new process.</summary>
    Return,
}
