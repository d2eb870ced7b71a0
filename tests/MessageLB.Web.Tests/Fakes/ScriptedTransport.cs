using System.Collections.Concurrent;
using MessageLB.Transport;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>
/// A broker of which the test says, routing key by routing key, what becomes of a publish. A key without a script is confirmed.
/// </summary>
internal sealed class ScriptedTransport : ITransport
{
    public const int Limit = 1000;

    private readonly ConcurrentDictionary<string, PublishOutcome?> _outcomes = new();
    private readonly ConcurrentDictionary<string, PublishOutcome> _onceOutcomes = new();

    public string Name => "scripted";

    public string Address => "scripted://broker";

    public int MaxMessageSize => Limit;

    /// <summary>Thrown by every attempt to open a session, if set.</summary>
    public MessageLBException? Refusal { get; init; }

    public ConcurrentQueue<Published> Messages { get; } = [];

    /// <summary>Completes when somebody can publish.</summary>
    public TaskCompletionSource PublisherCreated { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says what becomes of publishes with a routing key; null: nothing ever.</summary>
    public void Script(string routingKey, PublishOutcome? outcome) => _outcomes[routingKey] = outcome;

    /// <summary>As <see cref="Script"/>, for the first publish only; those after it are confirmed.</summary>
    public void ScriptOnce(string routingKey, PublishOutcome outcome) => _onceOutcomes[routingKey] = outcome;

    public ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken) =>
        Refusal is { } refusal ? ValueTask.FromException<ITransportSession>(refusal) : new(new ScriptedSession(this));

    public PublishOutcome? OutcomeOf(string routingKey) =>
        _onceOutcomes.TryRemove(routingKey, out var once) ? once : _outcomes.TryGetValue(routingKey, out var outcome) ? outcome : PublishOutcome.Confirmed;
}
