using MessageLB.Core.DeadLetters;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>
/// Looks once at each dead letter that is in the queue when it begins. One that goes elsewhere, or to the end of the queue because it is not
/// meant, is published first and acknowledged after the confirm; so nothing is held for longer than that takes, and nothing is lost. Letters
/// that come meanwhile stand behind those that were there, and the pass ends before it gets to them.
/// </summary>
internal sealed class DeadLetterPass(
    ITransportSession session,
    string group,
    ConfirmingPublisher publisher,
    Func<DeadLetter, CancellationToken, ValueTask<PassStep>> decide,
    PassTally tally,
    TimeProvider time) : IDeliveryHandler, IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(30);

    private readonly string _queue = Names.DeadQueue(group);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<IReceiver?> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PassEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _fault;
    private int _underWay;
    private volatile bool _deciding;

    /// <summary>Runs it; returns when all that was on its way is settled and the rest given back.</summary>
    public async Task<PassEnd> RunAsync(int prefetch, CancellationToken stop)
    {
        await using var receiver = await ReceiveAsync(prefetch, stop);
        using var interruption = stop.Register(() => Finish(PassEnd.Interrupted));
        using var loss = session.Ended.Register(() => Fail(new SessionEndedException(session.EndReason ?? "the session ended")));
        var looking = LookAsync();
        await Task.WhenAny(_end.Task);
        await _stop.CancelAsync();
        await receiver.StopAsync();
        await _settled.Task.WaitAsync(SettleWithin, time, session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await looking;
        var end = await _end.Task;
        // The last letters may have failed after the end was in sight.
        if (Volatile.Read(ref _fault) is { } fault) throw fault;
        if (!_settled.Task.IsCompleted) throw new MessageLBException($"The broker has not confirmed within {SettleWithin.TotalSeconds:0} s; what it has not confirmed stays where it is, and may arrive all the same.");
        return end;
    }

    /// <inheritdoc />
    public async ValueTask HandleAsync(Delivery delivery)
    {
        if (!TryBegin()) return;
        try
        {
            // Here and not where each is settled: those would go on in any order, and be published in that.
            if (await _receiver.Task is not { } receiver) return;
            var letter = DeadLetter.Of(delivery, int.MaxValue);
            if (await DecideAsync(letter) is not { } step) return;
            if (step.Kind != PassStepKind.Leave)
            {
                // Not awaited: the next letter need not wait for the confirm of this one.
                Begin();
                _ = SettleAsync(receiver, delivery.Tag, letter, step);
                tally.Look();
                if (tally.Looked >= tally.Total) Finish(PassEnd.Complete);
            }

            if (step.End is { } end) Finish(end);
        }
        finally
        {
            End();
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task<IReceiver> ReceiveAsync(int prefetch, CancellationToken stop)
    {
        try
        {
            var receiver = await session.ReceiveAsync(new ReceiveOptions { Queue = _queue, Prefetch = prefetch }, this, stop);
            _receiver.SetResult(receiver);
            return receiver;
        }
        catch
        {
            // What came all the same waits for it.
            _receiver.SetResult(null);
            throw;
        }
    }

    private async ValueTask<PassStep?> DecideAsync(DeadLetter letter)
    {
        _deciding = true;
        try
        {
            return await decide(letter, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            _deciding = false;
        }
    }

    private async Task SettleAsync(IReceiver receiver, ulong tag, DeadLetter letter, PassStep step)
    {
        try
        {
            if (step.Kind != PassStepKind.Delete && !await PublishAsync(letter, step)) return;
            if (!await receiver.AckAsync(tag, multiple: false)) return;
            if (step.Kind == PassStepKind.Keep) tally.Keep();
            else tally.Take();
        }
        catch (MessageLBException e)
        {
            Fail(e);
        }
        finally
        {
            End();
        }
    }

    private async Task<bool> PublishAsync(DeadLetter letter, PassStep step)
    {
        var (queue, properties) = step.Kind == PassStepKind.Send ? (step.Queue!, step.Properties!) : (_queue, DeadLetterEnvelopes.Keep(letter, group));
        var outcome = await publisher.PublishAsync(string.Empty, queue, properties, letter.Body, CancellationToken.None);
        if (outcome is PublishOutcome.Returned) Fail(new MessageLBException($"There is no queue '{queue}' to send dead letters to; what was not sent stays where it is."));
        else if (outcome is PublishOutcome.Refused) Fail(new MessageLBException($"The queue '{queue}' takes no messages: it is full or has lost its leader; what was not sent stays where it is."));
        return outcome == PublishOutcome.Confirmed;
    }

    // Somebody else may have taken what was there at the start; then nobody would ever come to the end.
    private async Task LookAsync()
    {
        try
        {
            for (var before = -1L; !_end.Task.IsCompleted;)
            {
                await Task.WhenAny(_end.Task, Task.Delay(Look, time, _stop.Token));
                var looked = tally.Looked;
                if (looked == before && !_deciding && IsIdle() && await session.Topology.InspectAsync(_queue, _stop.Token) is { Ready: 0 }) Finish(PassEnd.Complete);
                before = looked;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or MessageLBException)
        {
            // The pass is over, or the end of the session tells.
        }
    }

    private bool TryBegin()
    {
        lock (_lock)
        {
            if (_end.Task.IsCompleted) return false;
            _underWay++;
            return true;
        }
    }

    private bool IsIdle()
    {
        lock (_lock) return _underWay == 0;
    }

    private void Begin()
    {
        lock (_lock) _underWay++;
    }

    private void End()
    {
        lock (_lock)
        {
            _underWay--;
            SettledNeedsLock();
        }
    }

    private void Finish(PassEnd end)
    {
        lock (_lock)
        {
            _end.TrySetResult(end);
            SettledNeedsLock();
        }
    }

    private void Fail(Exception fault)
    {
        Interlocked.CompareExchange(ref _fault, fault, null);
        Finish(PassEnd.Interrupted);
    }

    private void SettledNeedsLock()
    {
        if (_underWay == 0 && _end.Task.IsCompleted) _settled.TrySetResult();
    }
}
