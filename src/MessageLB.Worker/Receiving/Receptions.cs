using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// The receptions of one session: at most one of each queue receives. Those that were stopped are kept until everything in flight is
/// settled, because closing their receivers would take back what handlers still work on. One owner.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="queue">The work queue.</param>
/// <param name="prefetch">Most deliveries that each queue lends out.</param>
/// <param name="intake">Makes the handler of a reception's deliveries.</param>
internal sealed class Receptions(WorkerSession session, string queue, int prefetch, Func<Reception, IDeliveryHandler> intake) : IAsyncDisposable
{
    private readonly List<string> _queues = [queue];
    private readonly List<Reception> _open = [];
    private readonly List<Reception> _stopped = [];

    /// <summary>Queues that it receives from.</summary>
    public IReadOnlyList<string> Queues => _queues;

    /// <summary>Whether it receives messages in hold too.</summary>
    public bool TakesHeld => _queues.Count > 1;

    /// <summary>Has messages in hold received too, from the next opening on.</summary>
    public void TakeHeld(string queue)
    {
        session.TakeHeld(queue);
        _queues.Add(queue);
    }

    /// <summary>Receives; does nothing if it does already.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        for (var i = _open.Count; i < _queues.Count; i++)
        {
            var opened = new Reception(session, isOfHeld: i > 0);
            await opened.StartAsync(new ReceiveOptions { Queue = _queues[i], Prefetch = prefetch }, intake(opened), cancellationToken);
            _open.Add(opened);
        }
    }

    /// <summary>Stops to receive; does nothing if it does not.</summary>
    public async ValueTask StopAsync()
    {
        var stopping = _open.ToArray();
        _open.Clear();
        _stopped.AddRange(stopping);
        foreach (var reception in stopping) await reception.StopAsync();
    }

    /// <summary>Nothing is in flight: closes what was stopped, so that another instance gets what its receivers had fetched.</summary>
    public async ValueTask CloseStoppedAsync()
    {
        while (_stopped.Count > 0)
        {
            var stopped = _stopped[^1];
            _stopped.RemoveAt(_stopped.Count - 1);
            await stopped.DisposeAsync();
        }
    }

    /// <summary>Stops, and closes everything.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopped.AddRange(_open);
        _open.Clear();
        await CloseStoppedAsync();
    }
}
