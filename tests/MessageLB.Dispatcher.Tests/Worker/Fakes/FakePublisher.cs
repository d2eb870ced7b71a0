using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A publisher whose publishes end as the test says.</summary>
internal sealed class FakePublisher(FakeTransport transport, FakeSession session, IPublishOutcomeHandler outcomes) : IPublisher
{
    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        if (session.Ended.IsCancellationRequested) throw new SessionEndedException("the session has ended");
        var copy = new MessageProperties();
        copy.CopyFrom(properties);
        session.Publishes.Add(new FakePublish(exchange, routingKey, copy, body.ToArray()));
        session.Calls.Add($"publish {routingKey}");
        outcomes.OnOutcome(correlation, transport.Outcome());
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
