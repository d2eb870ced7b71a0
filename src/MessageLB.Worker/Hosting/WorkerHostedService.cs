using Microsoft.Extensions.Hosting;

namespace MessageLB.Worker.Hosting;

/// <summary>Runs one worker for the life of its application.</summary>
internal sealed class WorkerHostedService(WorkerHost worker) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Services are stopped one after another; workers begin to drain here, so that they drain at the same time.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        worker.Stop();
        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // When the application's own time is up the drain is cut short, but taking leave is not: each of its steps is bounded.
        using var registration = cancellationToken.UnsafeRegister(static host => ((WorkerHost)host!).StopNow(), worker);
        await base.StopAsync(CancellationToken.None);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => worker.RunAsync(stoppingToken);
}
