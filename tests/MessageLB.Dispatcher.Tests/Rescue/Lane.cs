using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>One pipeline with a receiver and a publisher that the test plays.</summary>
internal sealed class Lane : IPublisher
{
    private readonly string _exchange;
    private readonly string _routingKey;
    private readonly Recorder<(string Id, string Destination)> _published;
    private ulong _tag;

    public Lane(GroupPipeline pipeline, string exchange, string routingKey, Recorder<(string Id, string Destination)> published)
    {
        (Pipeline, _exchange, _routingKey, _published) = (pipeline, exchange, routingKey, published);
        pipeline.Attach(new FlowPublisher(this, frames: null));
    }

    public GroupPipeline Pipeline { get; }

    /// <summary>Hands over the next delivery; the task completes when the pipeline takes the one after it.</summary>
    public Task DeliverAsync(string id, params (string Name, object? Value)[] headers)
    {
        var properties = new MessageProperties { MessageId = id, Headers = headers.ToDictionary(h => h.Name, h => h.Value) };
        return Pipeline.HandleAsync(new Delivery(++_tag, _exchange, _routingKey, Redelivered: false, properties, default)).AsTask();
    }

    /// <summary>The broker's word on a delivery, by its number from 1.</summary>
    public void Confirm(ulong number, PublishOutcome outcome = PublishOutcome.Confirmed) => Pipeline.OnOutcome(number, outcome);

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        _published.Add((properties.MessageId!, HeaderValues.GetText(properties.Headers, HeaderNames.Destination)!));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
