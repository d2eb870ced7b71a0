using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// The receptions of one session: at most one of each queue receives. Those that were stopped are kept until everything in flight is
/// settled, because closing their receivers would take back what handlers still work on. One owner.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">What to receive: the work queue first, and that of messages in hold, if there is one.</param>
/// <param name="intake">Makes the handler of a reception's deliveries.</param>
internal sealed class Receptions(WorkerSession session, IReadOnlyList<ReceiveOptions> options, Func<Reception, IDeliveryHandler> intake) : IAsyncDisposable
{
    private readonly List<Reception> _open = [];
    private readonly List<Reception> _stopped = [];

    /// <summary>Queues that it receives from.</summary>
    public IEnumerable<string> Queues => options.Select(o => o.Queue);

    /// <summary>Receives; does nothing if it does already.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        for (var i = _open.Count; i < options.Count; i++)
        {
            var opened = new Reception(session, isOfHeld: i > 0);
            await opened.StartAsync(options[i], intake(opened), cancellationToken);
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
