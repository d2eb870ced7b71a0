namespace MessageLB.CommandLine.Commands.Bench.Processes;

/// <summary>A broker that may be stopped and started.</summary>
internal interface IBenchBroker
{
    /// <summary>Asks it to stop (SIGTERM) and waits until it has.</summary>
    Task StopAsync(CancellationToken stop);

    /// <summary>Starts it, on the same port and data; returns some milliseconds after its port is open.</summary>
    Task StartAsync(CancellationToken stop);
}
