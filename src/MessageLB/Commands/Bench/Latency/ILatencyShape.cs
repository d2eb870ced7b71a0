namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>One way from the ingress queue to the workers.</summary>
internal interface ILatencyShape
{
    /// <summary>Name in the table.</summary>
    string Name { get; }

    /// <summary>What else is set, for people.</summary>
    string Setting { get; }

    /// <summary>Starts the workers and whatever brings them messages; returns when they are ready. Disposing stops all of it.</summary>
    Task<IAsyncDisposable> StartAsync(LatencyStage stage, CancellationToken stop);
}
