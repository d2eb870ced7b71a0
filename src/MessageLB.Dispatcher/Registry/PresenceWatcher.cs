using System.Collections.Concurrent;
using System.Threading.Channels;
using MessageLB.Dispatcher.Peers;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>
/// Watches the presence token of every instance that sends heartbeats, within one session. Watches are set up and closed by loops, because
/// each is a round trip to the broker and heartbeats must not wait for it.
/// </summary>
internal sealed partial class PresenceWatcher(ITransportSession session, DestinationRegistry registry, PeerSession peers, TimeProvider time, ILogger logger)
{
    private const int MaxBacklog = 1024;
    private const int BetweenSweeps = 1024;

    // A worker that holds no token, as simple ones do, is asked for it again only now and then, and each time later than before: it is an
    // error at the broker, which closes a channel for it, and thousands of workers would be hundreds of them a second.
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskAgainAtMost = TimeSpan.FromMinutes(8);

    // Fifty errors a second at most: when a dispatcher starts, thousands of workers may be new to it, and the broker has heartbeats to carry.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMilliseconds(20);

    // Heartbeats that the dead had under way must not set up a watch: it would keep the token's queue alive for ever.
    private static readonly TimeSpan Mourning = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<WorkerInstance, Watch> _known = new();
    private readonly Channel<WorkerInstance> _wanted = NewChannel<WorkerInstance>();
    private readonly Channel<(WorkerInstance Instance, Watch Watch)> _over = NewChannel<(WorkerInstance, Watch)>();
    private int _refusals;

    /// <summary>Asks for a watch on an instance unless there is one. Returns at once.</summary>
    public void Want(WorkerInstance instance)
    {
        if (_known.TryGetValue(instance, out var watch))
        {
            if (watch.SetAside is not { } since || time.GetElapsedTime(since.At) < since.For) return;
            if (!_known.TryUpdate(instance, watch.Again(), watch)) return;
        }
        else if (!_known.TryAdd(instance, new Watch(null)))
        {
            return;
        }

        if (!_wanted.Writer.TryWrite(instance)) _known.TryRemove(instance, out _);
    }

    /// <summary>
    /// Ends the watch on an instance whose token another dispatcher has: there is nothing to wait for, and a consumer keeps the token's
    /// queue from expiring. Returns at once.
    /// </summary>
    public void Release(WorkerInstance instance)
    {
        if (_known.TryGetValue(instance, out var watch) && watch.SetAside is null) End(instance, watch);
    }

    /// <summary>Sets up watches until the session ends.</summary>
    public async Task WatchAsync(CancellationToken ended)
    {
        await foreach (var instance in _wanted.Reader.ReadAllAsync(ended))
        {
            if (!_known.TryGetValue(instance, out var watch) || watch.SetAside is not null) continue;
            try
            {
                watch.Handle = await session.Presence.WatchAsync(instance, end => OnEnded(instance, end), ended);
            }
            catch (Exception e) when (e is MessageLBException and not SessionEndedException)
            {
                LogNotWatched(instance, e.Message);
            }

            if (watch.Handle is not null) continue;
            Refused(instance, watch);
            await Task.Delay(AfterRefusal, time, ended);
        }
    }

    /// <summary>Closes watches that are over, and forgets the dead after a while, until the session ends.</summary>
    public async Task CloseAsync(CancellationToken ended)
    {
        await foreach (var (instance, watch) in _over.Reader.ReadAllAsync(ended))
        {
            // By then a watch that was being set up when its instance died has its handle.
            if (Mourning - time.GetElapsedTime(watch.Over) is { Ticks: > 0 } early) await Task.Delay(early, time, ended);
            if (watch.Handle is { } handle) await handle.DisposeAsync();
            if (_known.TryGetValue(instance, out var known) && known.SetAside is { } since && since.At == watch.Over) _known.TryRemove(KeyValuePair.Create(instance, known));
        }
    }

    private void Refused(WorkerInstance instance, Watch watch)
    {
        _known.TryUpdate(instance, watch.Refuse(time.GetTimestamp()), watch);
        if (++_refusals % BetweenSweeps != 0) return;
        // Whoever lives was asked again soon after its time had passed. Each start of a worker has another name, so the names of the dead
        // would pile up for as long as the session lasts.
        foreach (var (name, known) in _known)
        {
            if (known.SetAside is { } since && time.GetElapsedTime(since.At) > since.For + AskAgainAtMost) _known.TryRemove(KeyValuePair.Create(name, known));
        }
    }

    private void OnEnded(WorkerInstance instance, PresenceEnd end)
    {
        if (_known.TryGetValue(instance, out var watch)) End(instance, watch);
        registry.Find(instance.Group)?.OnPresenceEnded(instance, end);
        // That one has left the broker tells everybody.
        if (end == PresenceEnd.Lost) peers.Tell(instance);
    }

    private void End(WorkerInstance instance, Watch watch)
    {
        watch.Over = time.GetTimestamp();
        if (!_known.TryUpdate(instance, new Watch((watch.Over, Mourning)), watch)) return;
        if (!_over.Writer.TryWrite((instance, watch))) _known.TryRemove(instance, out _);
    }

    // Nobody waits in it: a write that finds it full is told so, and its instance is forgotten until the next heartbeat.
    private static Channel<T> NewChannel<T>() =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(MaxBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    [LoggerMessage(2030, LogLevel.Debug, "The presence of {Instance} is not watched: {Reason}")]
    private partial void LogNotWatched(WorkerInstance instance, string reason);

    /// <summary>What is known of an instance's token. Compared by identity, so that each entry is replaced once.</summary>
    /// <param name="setAside">Since when and for how long there is nothing to watch; null while it is watched, or about to be.</param>
    /// <param name="refusals">How often in a row there was no token.</param>
    private sealed class Watch((long At, TimeSpan For)? setAside, int refusals = 0)
    {
        private const int MostDoublings = 16;

        public (long At, TimeSpan For)? SetAside { get; } = setAside;

        public IAsyncDisposable? Handle { get; set; }

        public long Over { get; set; }

        /// <summary>It is asked for again.</summary>
        public Watch Again() => new(null, refusals);

        /// <summary>There was no token.</summary>
        public Watch Refuse(long at)
        {
            var pause = AskAgain * (1 << Math.Min(refusals, MostDoublings));
            return new Watch((at, pause < AskAgainAtMost ? pause : AskAgainAtMost), refusals + 1);
        }
    }
}
