using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// The receptions of one session: at most one receives. One that was stopped is kept until everything in flight is settled, because
/// closing its receiver would take back what handlers still work on. One owner.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="options">What to receive.</param>
/// <param name="intake">Makes the handler of a reception's deliveries.</param>
internal sealed class Receptions(WorkerSession session, ReceiveOptions options, Func<Reception, IDeliveryHandler> intake) : IAsyncDisposable
{
    private readonly List<Reception> _stopped = [];
    private Reception? _open;

    /// <summary>Receives; does nothing if it does already.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellationToken)
    {
        if (_open is not null) return;
        var opened = new Reception(session);
        await opened.StartAsync(options, intake(opened), cancellationToken);
        _open = opened;
    }

    /// <summary>Stops to receive; does nothing if it does not.</summary>
    public async ValueTask StopAsync()
    {
        if (_open is not { } open) return;
        _open = null;
        _stopped.Add(open);
        await open.StopAsync();
    }

    /// <summary>Nothing is in flight: closes what was stopped, so that another instance gets what its receiver had fetched.</summary>
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
        if (_open is { } open) _stopped.Add(open);
        _open = null;
        await CloseStoppedAsync();
    }
}
