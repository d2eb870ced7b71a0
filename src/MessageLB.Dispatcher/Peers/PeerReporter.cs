using System.Buffers;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Peers;

/// <summary>Sends this dispatcher's beats within one session: regularly, at once when there is something new, and a last one when it stops.</summary>
internal sealed class PeerReporter(IControlBus bus, DestinationRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(DispatcherBeat.DefaultIntervalMs);

    // However many join at once: nobody is to make a dispatcher flood the others.
    private static readonly TimeSpan ShortestGap = TimeSpan.FromMilliseconds(DispatcherBeat.ShortestIntervalMs);

    private readonly string _key = Names.DispatcherKey(registry.Peers.Self);
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private volatile TaskCompletionSource _wanted = New();

    /// <summary>Has a beat sent soon. Returns at once.</summary>
    public void Want() => _wanted.TrySetResult();

    /// <summary>Sends beats until <paramref name="ended"/>.</summary>
    public async Task RunAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            // Renewed before the beat is made: what comes up after this is news for the next one.
            var wanted = _wanted = New();
            await SendAsync(CancellationToken.None);
            await Task.Delay(ShortestGap, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await wanted.Task.WaitAsync(Interval - ShortestGap, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Sends one beat.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        _buffer.ResetWrittenCount();
        // A group whose queues cannot be declared is not served, whatever the configuration says.
        DispatcherBeatCodec.Write(_buffer, registry.Peers.NextBeat(registry.Groups.Where(g => g.Prepared).Select(g => g.Config.Name)));
        await bus.SendAsync(_key, _buffer.WrittenMemory, cancellationToken);
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
