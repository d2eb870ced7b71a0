using System.Buffers;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>
/// Sends the heartbeats of all destinations, spread evenly over the interval, over a few sessions. What is late is sent at once and not left out.
/// </summary>
/// <param name="cast">Who reports.</param>
/// <param name="options">How many, and how often.</param>
/// <param name="transport">The broker.</param>
/// <param name="time">Clock.</param>
internal sealed class ScalePlayer(ScaleCast cast, ScaleOptions options, ITransport transport, TimeProvider time) : IAsyncDisposable
{
    // RabbitMQ lets a connection send a few hundred messages ahead of what a queue has taken. Real workers have one each; with four for ten
    // thousand heartbeats a second it held them back long before it was busy.
    private const int Connections = 20;

    // More channels than RabbitMQ allows on one connection by default: 2,047, and some are for other things.
    private const int TokensPerConnection = 2_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(2);

    private readonly CancellationTokenSource _over = new();
    private readonly List<ITransportSession> _sessions = [];
    private Task _playing = Task.CompletedTask;
    private long _sent;
    private long _latest;

    /// <summary>Heartbeats sent. Thread-safe.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Longest time by which one was sent later than it was due. Thread-safe.</summary>
    public TimeSpan Latest => new(Interlocked.Read(ref _latest));

    /// <summary>Declares a queue for each destination, or takes its token, where it is to have one.</summary>
    public async Task EquipAsync(CancellationToken stop)
    {
        if (options.Queues) await EachAsync(Connections, (session, number) => session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(cast[number].Group, cast[number].Destination), stop), stop);
        if (options.Presence) await EachAsync((options.Destinations + TokensPerConnection - 1) / TokensPerConnection, async (session, number) => await session.Presence.HoldAsync(cast[number], stop), stop);
    }

    /// <summary>Begins to send. A second call does nothing good.</summary>
    public async Task StartAsync(CancellationToken stop)
    {
        var senders = Math.Min(Connections, options.Destinations);
        var sessions = await OpenAsync(senders, stop);
        var start = time.GetTimestamp();
        _playing = Task.WhenAll(sessions.Select((session, sender) => Task.Run(() => PlayAsync(session, sender, senders, start), CancellationToken.None)));
    }

    /// <summary>Throws what made it stop, if anything did.</summary>
    public void ThrowIfOver()
    {
        if (_playing.IsFaulted) _playing.GetAwaiter().GetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_sessions.Select(session => session.DisposeAsync().AsTask()));
        _over.Dispose();
    }

    private async Task PlayAsync(ITransportSession session, int sender, int senders, long start)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        for (var round = 0L; ; round++)
        {
            for (var number = sender; number < options.Destinations; number += senders)
            {
                var due = (round + ((double)number / options.Destinations)) * options.Interval;
                while (time.GetElapsedTime(start) is var now)
                {
                    if (now >= due)
                    {
                        Late(now - due);
                        break;
                    }

                    await Task.Delay(BetweenLooks, time, _over.Token);
                }

                output.ResetWrittenCount();
                var key = cast.Write(number, output);
                await session.Control.SendAsync(key, output.WrittenMemory, _over.Token);
                Interlocked.Increment(ref _sent);
            }
        }
    }

    private void Late(TimeSpan by)
    {
        for (var seen = Interlocked.Read(ref _latest); seen < by.Ticks;)
        {
            var current = Interlocked.CompareExchange(ref _latest, by.Ticks, seen);
            if (current == seen) return;
            seen = current;
        }
    }

    private async Task EachAsync(int connections, Func<ITransportSession, int, ValueTask> equip, CancellationToken stop)
    {
        var sessions = await OpenAsync(connections, stop);
        await Task.WhenAll(sessions.Select((session, first) => Task.Run(
            async () =>
            {
                for (var number = first; number < options.Destinations; number += connections) await equip(session, number);
            },
            stop)));
    }

    private async Task<IReadOnlyList<ITransportSession>> OpenAsync(int count, CancellationToken stop)
    {
        var opened = new List<ITransportSession>();
        for (var i = 0; i < count; i++)
        {
            opened.Add(await transport.OpenAsync(new SessionOptions { ClientName = "messagelb-bench scale" }, stop));
            _sessions.Add(opened[^1]);
        }

        return opened;
    }
}
