using MessageLB.Telemetry;

namespace MessageLB.RabbitMq;

/// <summary>
/// The headers of one publish. When somebody listens to the client's own source of spans, the client writes the context of its span into
/// them, over that which the message brings; and that is its publisher's, or chosen by whoever hands it over (semantic conventions for
/// messaging: a context that the user supplied is not to be changed). So a message that brings a context keeps it. Not thread-safe.
/// </summary>
internal sealed class PublishedHeaders() : Dictionary<string, object?>(StringComparer.Ordinal), IDictionary<string, object?>
{
    private const string Baggage = "baggage";

    private bool _keepsContext;

    // The client and its instrumentation see only this interface.
    object? IDictionary<string, object?>.this[string key]
    {
        get => base[key];
        set
        {
            if (_keepsContext && (key is MessageTraces.TraceParent or MessageTraces.TraceState or Baggage)) return;
            base[key] = value;
        }
    }

    /// <summary>All headers are there: from now on the context is kept if there is one.</summary>
    public void Seal() => _keepsContext = ContainsKey(MessageTraces.TraceParent);

    /// <summary>Makes it empty, for the next message.</summary>
    public void Reset()
    {
        Clear();
        _keepsContext = false;
    }
}
