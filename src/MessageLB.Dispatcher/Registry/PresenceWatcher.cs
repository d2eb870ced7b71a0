using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// Watches the presence token of every instance that sends heartbeats, within one session. Watches are set up by one loop, because
/// each is a round trip to the broker and heartbeats must not wait for it.
/// </summary>
internal sealed partial class PresenceWatcher(ITransportSession session, DestinationRegistry registry, ILogger logger)
{
    // An instance that is not watched because its token could not be found is tried again with a later heartbeat of it.
    private const int MaxBacklog = 1024;

    private readonly ConcurrentDictionary<WorkerInstance, byte> _known = new();
    private readonly Channel<WorkerInstance> _wanted = Channel.CreateBounded<WorkerInstance>(
        new BoundedChannelOptions(MaxBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a watch on an instance unless there is one. Returns at once.</summary>
    public void Want(WorkerInstance instance)
    {
        if (!_known.TryAdd(instance, 0)) return;
        if (!_wanted.Writer.TryWrite(instance)) _known.TryRemove(instance, out _);
    }

    /// <summary>Sets up watches until the session ends.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        await foreach (var instance in _wanted.Reader.ReadAllAsync(ended))
        {
            try
            {
                var watch = await session.Presence.WatchAsync(instance, end => OnEnded(instance, end), ended);
                if (watch is null) _known.TryRemove(instance, out _);
            }
            catch (Exception e) when (e is MessageLBException and not SessionEndedException)
            {
                _known.TryRemove(instance, out _);
                LogNotWatched(instance, e.Message);
            }
        }
    }

    private void OnEnded(WorkerInstance instance, PresenceEnd end)
    {
        _known.TryRemove(instance, out _);
        registry.Find(instance.Group)?.OnPresenceEnded(instance, end);
    }

    [LoggerMessage(2030, LogLevel.Debug, "The presence of {Instance} is not watched: {Reason}")]
    private partial void LogNotWatched(WorkerInstance instance, string reason);
}
