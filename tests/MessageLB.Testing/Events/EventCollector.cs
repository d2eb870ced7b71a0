using System.Diagnostics;

namespace MessageLB.Testing;

/// <summary>
/// Collects the events that components write to a <see cref="DiagnosticListener"/>, so that a test awaits an internal
/// transition and never polls. Create it before the component: events written while nobody listens are gone.
/// </summary>
public sealed class EventCollector : IObserver<DiagnosticListener>, IDisposable
{
    private readonly string _listenerName;
    private readonly Recorder<CollectedEvent> _events;
    private readonly Lock _lock = new();
    private readonly List<IDisposable> _subscriptions = [];
    private bool _disposed;

    /// <summary>Starts to collect from every listener of this name, present and future.</summary>
    public EventCollector(string listenerName)
    {
        _listenerName = listenerName;
        _events = new Recorder<CollectedEvent>($"events of {listenerName}");
        var all = DiagnosticListener.AllListeners.Subscribe(this);
        lock (_lock) _subscriptions.Add(all);
    }

    /// <summary>Everything collected so far, in order.</summary>
    public IReadOnlyList<CollectedEvent> Events => _events.Items;

    /// <summary>Waits for the first event of this name, whether written already or not yet.</summary>
    public Task<CollectedEvent> FirstAsync(string name, CancellationToken cancellationToken) =>
        _events.FirstAsync(e => e.Name == name, $"'{name}'", cancellationToken);

    /// <summary>Waits for the first event of this name whose payload <paramref name="predicate"/> accepts.</summary>
    public async Task<TPayload> FirstAsync<TPayload>(string name, Predicate<TPayload> predicate, CancellationToken cancellationToken)
    {
        var found = await _events.FirstAsync(
            e => e.Name == name && e.Payload is TPayload payload && predicate(payload),
            $"'{name}' of the awaited kind",
            cancellationToken);
        return (TPayload)found.Payload!;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            foreach (var subscription in _subscriptions) subscription.Dispose();
            _subscriptions.Clear();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name != _listenerName) return;
        var subscription = value.Subscribe(new Forwarder(value.Name, _events)!);
        lock (_lock)
        {
            if (!_disposed)
            {
                _subscriptions.Add(subscription);
                return;
            }
        }

        subscription.Dispose();
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    private sealed class Forwarder(string listener, Recorder<CollectedEvent> events) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value) => events.Add(new CollectedEvent(listener, value.Key, value.Value));

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
