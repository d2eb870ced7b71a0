using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>
/// A transport without a broker: the test delivers, looks at every call in order, and says how publishes end and what the
/// queue holds. For what a transport that behaves cannot show.
/// </summary>
internal sealed class FakeTransport : ITransport
{
    public string Name => "fake";

    public string Address => "fake://";

    public int MaxMessageSize => int.MaxValue;

    /// <summary>Sessions in the order of their opening.</summary>
    public Recorder<FakeSession> Sessions { get; } = new("sessions");

    /// <summary>What opening a session throws; null opens it.</summary>
    public Func<Exception?> OpenFault { get; set; } = () => null;

    /// <summary>What the declaration of a queue throws; null declares it.</summary>
    public Func<string, Exception?> Refusal { get; set; } = _ => null;

    /// <summary>What every publish ends with.</summary>
    public Func<PublishOutcome> Outcome { get; set; } = () => PublishOutcome.Confirmed;

    /// <summary>Ready messages that every look at the work queue finds.</summary>
    public Func<long> Ready { get; set; } = () => 0;

    /// <summary>A queue, not a work queue, that somebody has deleted; none by default.</summary>
    public string? Deleted { get; set; }

    /// <summary>What happens when a queue is looked at, before the answer; nothing by default.</summary>
    public Func<FakeSession, Task> Looking { get; set; } = _ => Task.CompletedTask;

    /// <summary>How long the transport takes for a control message; completed by default.</summary>
    public Func<Task> Sending { get; set; } = () => Task.CompletedTask;

    public ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
    {
        if (OpenFault() is { } fault) throw fault;
        var session = new FakeSession(this);
        Sessions.Add(session);
        return new ValueTask<ITransportSession>(session);
    }
}
