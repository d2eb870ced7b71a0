using MessageLB.InMemory.Queues;
using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>A receiver: a loop that hands what the queue assigned to it to the handler, one delivery after the other.</summary>
internal sealed class InMemoryReceiver : IReceiver, ISessionPart
{
    // A receiver with a backlog and a handler that never waits must let others have the thread now and then.
    private const int HandOversBeforeYield = 128;

    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PumpSignal _signal = new();
    private readonly MessageQueue _queue;
    private readonly IDeliveryHandler _handler;
    private readonly bool _keepOrder;
    private Task _loop = Task.CompletedTask;
    private volatile bool _stopped;
    private int _callingThread;

    public InMemoryReceiver(InMemorySession session, MessageQueue queue, ReceiveOptions options, IDeliveryHandler handler)
    {
        Session = session;
        Priority = options.Priority;
        Fetched = new FetchedMessages(options.Prefetch, _signal);
        _queue = queue;
        _handler = handler;
        _keepOrder = options.KeepOrder;
    }

    public InMemorySession Session { get; }

    public int Priority { get; }

    /// <summary>What the queue assigned; guarded by the queue's lock.</summary>
    public FetchedMessages Fetched { get; }

    /// <summary>Chains receivers to wake; belongs to whoever took the receiver's idle mark.</summary>
    public InMemoryReceiver? NextToWake { get; set; }

    /// <summary>A handler may wait for as long as it likes, so nobody waits for the loop.</summary>
    public Task Completion => Task.CompletedTask;

    /// <summary>Starts to hand over.</summary>
    public void Start() => _loop = LoopTask.Start(RunAsync);

    public void WakeUp() => _signal.Set();

    public ValueTask<bool> AckAsync(ulong tag, bool multiple) => new(Settle(tag, multiple, Settlement.Ack));

    public ValueTask<bool> RejectAsync(ulong tag) => new(Settle(tag, multiple: false, Settlement.Reject));

    public ValueTask<bool> ReturnAsync(ulong tag) => new(Settle(tag, multiple: false, Settlement.Return));

    public ValueTask StopAsync()
    {
        if (!_keepOrder) _queue.Remove(this);
        _stopped = true;
        // The counterpart stands in HandOver: either that call sees the stop, or this one sees that call.
        Interlocked.MemoryBarrier();
        var calling = Volatile.Read(ref _callingThread);
        return calling == 0 || calling == Environment.CurrentManagedThreadId ? ValueTask.CompletedTask : new ValueTask(_quiet.Task);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _queue.TakeBack(this);
        Session.Remove(this);
    }

    void ISessionPart.EndWithSession()
    {
        _stopped = true;
        _queue.TakeBack(this);
    }

    private bool Settle(ulong tag, bool multiple, Settlement settlement)
    {
        try
        {
            return _queue.Settle(this, tag, multiple, settlement);
        }
        catch (InvalidOperationException e)
        {
            // As a real broker does (PRECONDITION_FAILED): whoever settles twice has lost track of its deliveries.
            Session.End(e.Message);
            return false;
        }
    }

    private async Task RunAsync()
    {
        var batch = new List<Fetched>();
        var handedOver = 0;
        while (true)
        {
            if (_queue.TakeFetched(this, batch) is not { } taken)
            {
                await _signal.WaitAsync();
                continue;
            }

            if (taken.Count == 0) return;
            batch = taken;
            for (var i = 0; i < batch.Count; i++)
            {
                var fetched = batch[i];
                if (!_stopped && !HandOver(fetched, out var handling)) await handling;
                fetched.Message.Release();
                if (++handedOver % HandOversBeforeYield == 0) await Task.Yield();
            }

            batch.Clear();
        }
    }

    /// <summary>Calls the handler; true if it is done with the delivery already, else await the rest.</summary>
    private bool HandOver(in Fetched fetched, out Task rest)
    {
        rest = Task.CompletedTask;
        Interlocked.Exchange(ref _callingThread, Environment.CurrentManagedThreadId);
        try
        {
            if (_stopped) return true;
            var message = fetched.Message;
            var handling = _handler.HandleAsync(new Delivery(fetched.Tag, message.Exchange, message.RoutingKey, fetched.Redelivered, message.Properties, message.Body));
            if (!handling.IsCompletedSuccessfully)
            {
                rest = ObserveAsync(handling);
                return false;
            }

            handling.GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            EndBecauseOf(e);
        }
        finally
        {
            Interlocked.Exchange(ref _callingThread, 0);
            if (_stopped) _quiet.TrySetResult();
        }

        return true;
    }

    private async Task ObserveAsync(ValueTask handling)
    {
        try
        {
            await handling;
        }
        catch (Exception e)
        {
            EndBecauseOf(e);
        }
    }

    private void EndBecauseOf(Exception fault) => Session.End($"The handler of queue '{_queue.Spec.Name}' failed: {fault.Message}");
}
