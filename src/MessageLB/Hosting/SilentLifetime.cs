using Microsoft.Extensions.Hosting;

namespace MessageLB.CommandLine.Hosting;

/// <summary>Leaves signals to the command, which knows what a graceful end is, and says nothing on the screen.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
