using System.Buffers;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Peers;

/// <summary>A session that plays another dispatcher, and a worker, word for word.</summary>
internal sealed class Ghost : IAsyncDisposable
{
    public const string Id = "ghost";

    private readonly ITransportSession _session;
    private long _sequence;

    private Ghost(ITransportSession session) => _session = session;

    /// <summary>Beats of all dispatchers, this one's too.</summary>
    public Recorder<DispatcherBeat> Beats { get; } = new("beats");

    public Recorder<DispatcherNews> News { get; } = new("news");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Ghost> OpenAsync(InMemoryTransport transport)
    {
        var session = await transport.OpenAsync(new SessionOptions { ClientName = "ghost" }, Token);
        var ghost = new Ghost(session);
        await session.Topology.DeclareExchangesAsync(Token);
        await session.Control.SubscribeAsync(Names.AllDispatchers, (_, body) => ghost.Beats.Add(DispatcherBeatCodec.TryRead(body, out var beat, out var error) ? beat! : throw new FormatException(error)), Token);
        await session.Control.SubscribeAsync(Names.AllDispatcherNews, (_, body) => ghost.News.Add(DispatcherNewsCodec.TryRead(body, out var news, out var error) ? news! : throw new FormatException(error)), Token);
        return ghost;
    }

    /// <summary>A beat with a lease that outlasts the test.</summary>
    public Task BeatAsync(DispatcherState state = DispatcherState.Ready)
    {
        var beat = new DispatcherBeat { Id = Id, Sequence = ++_sequence, State = state, IntervalMs = DispatcherBeat.LongestIntervalMs, Groups = ["default"] };
        return SendAsync(Names.DispatcherKey(Id), w => DispatcherBeatCodec.Write(w, beat));
    }

    public Task TellAsync(params LostInstance[] lost) =>
        SendAsync(Names.DispatcherNewsKey(Id), w => DispatcherNewsCodec.Write(w, new DispatcherNews { Id = Id, Lost = lost }));

    public Task TellAsync(WantedState word) =>
        SendAsync(Names.DispatcherNewsKey(Id), w => DispatcherNewsCodec.Write(w, new DispatcherNews { Id = Id, Lost = [], Wanted = [word] }));

    public Task HeartbeatAsync(WorkerInstance worker, long sequence)
    {
        var heartbeat = new Heartbeat { Group = worker.Group, Destination = worker.Destination, Instance = worker.Instance, Sequence = sequence, IntervalMs = 60_000 };
        return SendAsync(Names.HeartbeatKey(worker.Group, worker.Destination), w => HeartbeatCodec.Write(w, heartbeat));
    }

    public async Task HoldPresenceAsync(WorkerInstance worker) => await _session.Presence.HoldAsync(worker, Token);

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task SendAsync(string key, Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        await _session.Control.SendAsync(key, buffer.WrittenMemory, Token);
    }
}
