using MessageLB.Core.Settlement;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// Settles the ingress deliveries of one receiver, in order, from one loop: the only caller of the receiver's settle methods, so no
/// two acknowledgements with <c>multiple</c> can cross.
/// </summary>
/// <param name="book">Books of the unsettled deliveries.</param>
/// <param name="time">Clock.</param>
/// <param name="patience">
/// Unsettled deliveries up to which what is decided behind one that waits is left for a while, because that one is most likely decided soon,
/// and all of them are acknowledged at once then. Default 0: nothing is left.
/// </param>
internal sealed class IngressAcker(ISettleBook book, TimeProvider time, int patience = 0)
{
    /// <summary>How long it is left at most.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly AsyncSignal _decided = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _draining;
    private volatile bool _ended;
    private volatile bool _waited;

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
        await using var timer = patience > 0 ? time.CreateTimer(static a => ((IngressAcker)a!).WaitIsOver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : null;
        var isSet = false;
        while (!_ended)
        {
            await _decided.WaitAsync();
            var past = timer is null || _waited || _draining || book.Unsettled > patience;
            if (_waited) isSet = _waited = false;
            for (var step = book.Advance(past); step.Action != Settlement.Pending; step = book.Advance(past))
            {
                if (!await SettleAsync(receiver, step)) return;
            }

            if (_draining && book.Unsettled == 0) _drained.TrySetResult();
            if (past || isSet || book.Unsettled == 0) continue;
            isSet = true;
            timer!.Change(LongestWait, Timeout.InfiniteTimeSpan);
        }
    }

    private static ValueTask<bool> SettleAsync(IReceiver receiver, in SettleStep step) => step.Action switch
    {
        Settlement.Ack => receiver.AckAsync(step.Tag, multiple: step.Count > 1),
        Settlement.Return => receiver.ReturnAsync(step.Tag),
        Settlement.Leave => ValueTask.FromResult(true),
        _ => receiver.RejectAsync(step.Tag),
    };

    private void WaitIsOver()
    {
        _waited = true;
        _decided.Set();
    }
}
