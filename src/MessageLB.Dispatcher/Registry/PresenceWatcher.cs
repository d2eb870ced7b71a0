using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// Watches the presence token of every instance that sends heartbeats, within one session. Watches are set up by one loop, because
/// each is a round trip to the broker and heartbeats must not wait for it.
/// </summary>
internal sealed partial class PresenceWatcher(ITransportSession session, DestinationRegistry registry, TimeProvider time, ILogger logger)
{
    private const int MaxBacklog = 1024;

    // A worker that holds no token, as simple ones do, is asked for it again only now and then: each time is an error at the broker.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    // Watched instances with 0, those without a token with the time of the last look.
    private readonly ConcurrentDictionary<WorkerInstance, long> _known = new();
    private readonly Channel<WorkerInstance> _wanted = Channel.CreateBounded<WorkerInstance>(
        new BoundedChannelOptions(MaxBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Asks for a watch on an instance unless there is one. Returns at once.</summary>
    public void Want(WorkerInstance instance)
    {
        if (_known.TryGetValue(instance, out var looked))
        {
            if (looked == 0 || time.GetElapsedTime(looked) < AskAgain) return;
            if (!_known.TryUpdate(instance, 0, looked)) return;
        }
        else if (!_known.TryAdd(instance, 0))
        {
            return;
        }

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
                if (watch is null) _known[instance] = time.GetTimestamp();
            }
            catch (Exception e) when (e is MessageLBException and not SessionEndedException)
            {
                _known[instance] = time.GetTimestamp();
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
