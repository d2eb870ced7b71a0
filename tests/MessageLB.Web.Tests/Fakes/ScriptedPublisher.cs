using MessageLB.Transport;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Tells the scripted outcome at once.</summary>
internal sealed class ScriptedPublisher : IPublisher
{
    private readonly ScriptedTransport _transport;
    private readonly IPublishOutcomeHandler _outcomes;

    public ScriptedPublisher(ScriptedTransport transport, IPublishOutcomeHandler outcomes)
    {
        _transport = transport;
        _outcomes = outcomes;
        transport.PublisherCreated.TrySetResult();
    }

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        var copy = new MessageProperties();
        copy.CopyFrom(properties);
        _transport.Messages.Enqueue(new Published(exchange, routingKey, copy, body.ToArray()));
        if (_transport.OutcomeOf(routingKey) is { } outcome) _outcomes.OnOutcome(correlation, outcome);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
