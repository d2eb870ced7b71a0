using System.Buffers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Peers;

/// <summary>
/// Tells the other dispatchers what people want, within one session: all of it, at once when there is something new, soon after another
/// dispatcher has come, and regularly, for a control message may be lost. While nobody wants anything nothing is sent.
/// </summary>
internal sealed class WishTeller(IControlBus bus, DestinationRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Regularly = TimeSpan.FromSeconds(5);

    // A newcomer believes only whom it has heard beat, and the beat that answers its own first one is under way.
    private static readonly TimeSpan AfterBeat = TimeSpan.FromMilliseconds(250);

    private readonly string _key = Names.DispatcherNewsKey(registry.Peers.Self);
    private volatile TaskCompletionSource _wanted = New();
    private volatile TaskCompletionSource _joined = New();

    /// <summary>There is something new to tell. Returns at once.</summary>
    public void Want() => _wanted.TrySetResult();

    /// <summary>Another dispatcher has come. Returns at once.</summary>
    public void Joined() => _joined.TrySetResult();

    /// <summary>Tells until the session ends.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            // Renewed before the words are read: what comes up after this is for the next round.
            var (wanted, joined) = (_wanted = New(), _joined = New());
            if (registry.Peers.HasOthers) await SendAsync(ended);
            await ((Task)Task.WhenAny(wanted.Task, joined.Task)).WaitAsync(Regularly, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (joined.Task.IsCompleted && !wanted.Task.IsCompleted) await wanted.Task.WaitAsync(AfterBeat, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(CancellationToken ended)
    {
        foreach (var some in registry.Wishes.All().Chunk(DispatcherNews.MaxWanted))
        {
            var buffer = new ArrayBufferWriter<byte>(1024);
            DispatcherNewsCodec.Write(buffer, new DispatcherNews { Id = registry.Peers.Self, Lost = [], Wanted = some });
            await bus.SendAsync(_key, buffer.WrittenMemory, ended);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
