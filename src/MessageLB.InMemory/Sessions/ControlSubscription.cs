using MessageLB.InMemory.Broker;
using MessageLB.Transport;

namespace MessageLB.InMemory.Sessions;

/// <summary>
/// A subscription to control messages: keeps the newest of them until its loop hands them to the handler. A subscriber that
/// falls behind loses the oldest, for what travels here is cumulative or repeated.
/// </summary>
internal sealed class ControlSubscription(InMemorySession session, ControlHandler handler) : MessageSink, IAsyncDisposable, ISessionPart
{
    private const int MaxWaiting = 4096;

    private readonly Lock _lock = new();
    private readonly PumpSignal _signal = new();
    private readonly Queue<(string Key, byte[] Body)> _waiting = [];
    private Task _loop = Task.CompletedTask;
    private volatile bool _closed;
    private bool _idle;

    /// <summary>The handler returns at once, but may be the one that disposes the session, so nobody waits for the loop.</summary>
    public Task Completion => Task.CompletedTask;

    public void Start(string pattern)
    {
        session.Broker.Bind(this, Names.ControlExchange, pattern);
        _loop = LoopTask.Start(RunAsync);
    }

    public override Acceptance Accept(in Publication publication)
    {
        var wake = false;
        lock (_lock)
        {
            if (_closed) return Acceptance.Unroutable;
            if (_waiting.Count == MaxWaiting) _waiting.Dequeue();
            _waiting.Enqueue((publication.RoutingKey, publication.Body.ToArray()));
            (wake, _idle) = (_idle, false);
        }

        if (wake) _signal.Set();
        return Acceptance.Taken;
    }

    public ValueTask DisposeAsync()
    {
        Close();
        session.Remove(this);
        return ValueTask.CompletedTask;
    }

    void ISessionPart.EndWithSession() => Close();

    private void Close()
    {
        var wake = false;
        lock (_lock)
        {
            _closed = true;
            _waiting.Clear();
            (wake, _idle) = (_idle, false);
        }

        session.Broker.Unbind(this, Names.ControlExchange);
        if (wake) _signal.Set();
    }

    private async Task RunAsync()
    {
        while (!_closed)
        {
            bool any;
            bool idle;
            (string Key, byte[] Body) next;
            lock (_lock)
            {
                any = _waiting.TryDequeue(out next);
                idle = !any && !_closed;
                if (idle)
                {
                    _idle = true;
                    _signal.Arm();
                }
            }

            if (any) Tell(next.Key, next.Body);
            else if (idle) await _signal.WaitAsync();
        }
    }

    private void Tell(string routingKey, byte[] body)
    {
        try
        {
            handler(routingKey, body);
        }
        catch (Exception)
        {
            // One bad message must not cost the next: whoever sends to the control exchange could silence a dispatcher with it.
        }
    }
}
