using System.Buffers;
using System.Threading.Channels;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Peers;

/// <summary>
/// Tells the other dispatchers which worker instances' presence tokens came back to this one, within one session: at once, and again when
/// heartbeats that were under way have arrived. A control message may be lost, and the first may look like old news to whoever has
/// seen a later heartbeat than this dispatcher.
/// </summary>
internal sealed class PeerNews(IControlBus bus, DestinationRegistry registry, TimeProvider time)
{
    // Whoever dies beyond this is judged by the lease at the other dispatchers.
    private const int MaxBacklog = 1024;

    private readonly string _key = Names.DispatcherNewsKey(registry.Peers.Self);
    private readonly Channel<(WorkerInstance Instance, long At)> _heard = NewChannel();
    private readonly Channel<(WorkerInstance Instance, long At)> _told = NewChannel();

    /// <summary>Tells of an instance that died. Returns at once.</summary>
    public void Tell(WorkerInstance instance)
    {
        if (!registry.Peers.HasOthers) return;
        var at = time.GetTimestamp();
        _heard.Writer.TryWrite((instance, at));
        _told.Writer.TryWrite((instance, at));
    }

    /// <summary>Tells for the first time, until the session ends.</summary>
    public Task TellAsync(CancellationToken ended) => SendAsync(_heard.Reader, TimeSpan.Zero, ended);

    /// <summary>Tells again, until the session ends.</summary>
    public Task RepeatAsync(CancellationToken ended) => SendAsync(_told.Reader, GroupUpdater.LateHeartbeats, ended);

    private async Task SendAsync(ChannelReader<(WorkerInstance Instance, long At)> reader, TimeSpan age, CancellationToken ended)
    {
        while (await reader.WaitToReadAsync(ended))
        {
            if (!reader.TryPeek(out var first)) continue;
            if (age - time.GetElapsedTime(first.At) is { Ticks: > 0 } early) await Task.Delay(early, time, ended);
            var lost = new List<LostInstance>();
            while (lost.Count < DispatcherNews.MaxLost && reader.TryPeek(out var next) && time.GetElapsedTime(next.At) >= age)
            {
                reader.TryRead(out _);
                // Who is back meanwhile is nobody's business.
                if (registry.Find(next.Instance.Group)?.LastOfLost(next.Instance) is { } sequence) lost.Add(new LostInstance(next.Instance, sequence));
            }

            if (lost.Count > 0) await SendAsync(lost, ended);
        }
    }

    private async Task SendAsync(List<LostInstance> lost, CancellationToken ended)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        DispatcherNewsCodec.Write(buffer, new DispatcherNews { Id = registry.Peers.Self, Lost = lost });
        await bus.SendAsync(_key, buffer.WrittenMemory, ended);
    }

    private static Channel<(WorkerInstance Instance, long At)> NewChannel() =>
        Channel.CreateBounded<(WorkerInstance, long)>(new BoundedChannelOptions(MaxBacklog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
}
