namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>One way from an ingress queue to workers that do no work.</summary>
internal interface IThroughputShape
{
    /// <summary>Name on the command line and in the table.</summary>
    string Name { get; }

    /// <summary>How it is set up, for people.</summary>
    string Setting { get; }

    /// <summary>
    /// Plugin that the broker must run for it, and that the command turns on in a broker of its own; null for none. Such a shape may tell that broker
    /// what to do by <see cref="ThroughputBroker.Control"/>.
    /// </summary>
    string? Plugin => null;

    /// <summary>
    /// Starts the workers and whatever brings them the messages of the group's ingress queue, which is there already. Each worker enters a message in the
    /// books when it has it, and then acknowledges it. Disposing stops all of it; queues that the stage names are deleted by others.
    /// </summary>
    /// <exception cref="MessageLBException">It cannot be started.</exception>
    Task<IAsyncDisposable> StartAsync(ThroughputStage stage, CancellationToken stop);
}
