using System.Threading.Channels;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>
/// Has the connections of instances closed that were lost by their silence, or make no progress: a process that hangs or was stopped
/// keeps what it holds unacknowledged for as long as its connection stands. Never those of an instance that left, or whose connection has ended by itself.
/// </summary>
internal sealed partial class SilentConnections(DestinationRegistry registry, IConnectionCloser closer, TimeProvider time, ILogger logger)
{
    private const int MaxBacklog = 1024;
    private const int Attempts = 4;
    private const string Reason = "MessageLB: the worker hangs";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Channel<WorkerInstance> _silent = Channel.CreateBounded<WorkerInstance>(
        new BoundedChannelOptions(MaxBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>An instance was lost by its silence, or hangs. Returns at once; beyond 1,024 that wait it is left to the broker's consumer timeout.</summary>
    public void Add(WorkerInstance instance) => _silent.Writer.TryWrite(instance);

    /// <summary>Closes until the session ends.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        await foreach (var instance in _silent.Reader.ReadAllAsync(ended)) await CloseAsync(instance, ended);
    }

    private async Task CloseAsync(WorkerInstance instance, CancellationToken ended)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            // It may be back: then its connection is none of ours to close.
            if (registry.Find(instance.Group)?.HoldsInVain(instance) != true) return;
            try
            {
                var closed = await closer.CloseAsync(Names.WorkerClient(instance), Reason, ended);
                LogClosed(instance, closed);
                return;
            }
            catch (MessageLBException e)
            {
                if (attempt == Attempts)
                {
                    LogNotClosed(instance, e.Message);
                    return;
                }
            }

            await Task.Delay(pause, time, ended);
            pause *= 2;
        }
    }

    [LoggerMessage(2075, LogLevel.Warning, "{Instance} hangs: {Count} connections of it were closed, so that others get what it holds")]
    private partial void LogClosed(WorkerInstance instance, int count);

    [LoggerMessage(2076, LogLevel.Error, "{Instance} hangs, and its connections cannot be closed: {Reason} What it holds waits for the broker's consumer timeout")]
    private partial void LogNotClosed(WorkerInstance instance, string reason);
}
