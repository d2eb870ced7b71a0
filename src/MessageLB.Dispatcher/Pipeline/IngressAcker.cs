using MessageLB.Core.Settlement;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Settles the ingress deliveries of one receiver, in order, from one loop: the only caller of the receiver's settle methods, so no
/// two acknowledgements with <c>multiple</c> can cross.
/// </summary>
/// <param name="book">Books of the unsettled deliveries.</param>
internal sealed class IngressAcker(ISettleBook book)
{
    private readonly AsyncSignal _decided = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _draining;
    private volatile bool _ended;

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing is unsettled any more.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Tells that a delivery was decided. Any thread; cheap.</summary>
    public void Wake() => _decided.Set();

    /// <summary>Asks for <see cref="Drained"/>; no more deliveries begin.</summary>
    public void BeginDrain()
    {
        _draining = true;
        _decided.Set();
    }

    /// <summary>Ends the loop, whatever is unsettled.</summary>
    public void End()
    {
        _ended = true;
        _decided.Set();
    }

    /// <summary>Settles until ended, or until the receiver's session is over.</summary>
    public async Task RunAsync(IReceiver receiver)
    {
        while (!_ended)
        {
            await _decided.WaitAsync();
            for (var step = book.Advance(); step.Action != Settlement.Pending; step = book.Advance())
            {
                if (!await SettleAsync(receiver, step)) return;
            }

            if (_draining && book.Unsettled == 0) _drained.TrySetResult();
        }
    }

    private static ValueTask<bool> SettleAsync(IReceiver receiver, in SettleStep step) => step.Action switch
    {
        Settlement.Ack => receiver.AckAsync(step.Tag, multiple: step.Count > 1),
        Settlement.Return => receiver.ReturnAsync(step.Tag),
        Settlement.Leave => ValueTask.FromResult(true),
        _ => receiver.RejectAsync(step.Tag),
    };
}
