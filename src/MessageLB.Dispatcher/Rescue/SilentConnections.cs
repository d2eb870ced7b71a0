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
    private const int AtOnce = 8;
    private const string Reason = "MessageLB: the worker hangs";

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    private readonly Channel<WorkerInstance> _silent = Channel.CreateBounded<WorkerInstance>(
        new BoundedChannelOptions(MaxBacklog) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>An instance was lost by its silence, or hangs. Returns at once; beyond 1,024 that wait it is left to the broker's consumer timeout.</summary>
    public void Add(WorkerInstance instance) => _silent.Writer.TryWrite(instance);

    /// <summary>Closes until the session ends; several at once, so that one that is asked for again keeps nobody waiting.</summary>
    public Task RunAsync(CancellationToken ended) =>
        Parallel.ForEachAsync(
            _silent.Reader.ReadAllAsync(ended),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ended },
            async (instance, cancelled) => await CloseAsync(instance, cancelled));

    private async Task CloseAsync(WorkerInstance instance, CancellationToken ended)
    {
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            // It may be back: then its connection is none of ours to close.
            if (registry.Find(instance.Group)?.HoldsInVain(instance) != true) return;
            var (closed, fault) = await TryCloseAsync(instance, ended);

            // None is no success yet: the broker lists connections from figures that it gathers, and from a cache, so one that stands may not be there.
            if (closed > 0 || (attempt == Attempts && fault is null))
            {
                LogClosed(instance, closed);
                return;
            }

            if (attempt == Attempts)
            {
                LogNotClosed(instance, fault!);
                return;
            }

            await Task.Delay(pause, time, ended);
            pause *= 2;
        }
    }

    private async Task<(int Closed, string? Fault)> TryCloseAsync(WorkerInstance instance, CancellationToken ended)
    {
        try
        {
            return (await closer.CloseAsync(Names.WorkerClient(instance), Reason, ended), null);
        }
        catch (MessageLBException e)
        {
            return (0, e.Message);
        }
    }

    [LoggerMessage(2075, LogLevel.Warning, "{Instance} hangs: {Count} connections of it were closed, so that others get what it holds")]
    private partial void LogClosed(WorkerInstance instance, int count);

    [LoggerMessage(2076, LogLevel.Error, "{Instance} hangs, and its connections cannot be closed: {Reason} What it holds waits for the broker's consumer timeout")]
    private partial void LogNotClosed(WorkerInstance instance, string reason);
}
