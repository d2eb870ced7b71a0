using System.Diagnostics;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using MessageLB.Telemetry;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Tracing;

/// <summary>
/// What becomes of a message's trace context on a real broker while somebody listens to the client's own spans, which write theirs into
/// whatever is published.
/// </summary>
[Collection(nameof(TracingCollection))]
public sealed class TraceContextTests(LocalBroker broker) : BrokerTests(broker)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Publisher = "00f067aa0ba902b7";
    private const string Parent = $"00-{Trace}-{Publisher}-01";
    private const string ClientPublishes = "RabbitMQ.Client.Publisher";
    private const string ClientDelivers = "RabbitMQ.Client.Subscriber";

    [Fact]
    public async Task Publish_MessageBringsAContext_ClientLeavesItAlone()
    {
        using var spans = ListenToClient();
        var received = await SendAsync(new Dictionary<string, object?> { ["traceparent"] = Parent, ["tracestate"] = "vendor=1", ["baggage"] = "k=v" });

        Assert.NotEmpty(spans.Ended);
        Assert.Equal((Parent, "vendor=1", "k=v"), (Text(received, "traceparent"), Text(received, "tracestate"), Text(received, "baggage")));
    }

    [Fact]
    public async Task Publish_MessageBringsNone_ClientWritesThatOfItsSpan()
    {
        using var spans = ListenToClient();
        var received = await SendAsync(new Dictionary<string, object?> { ["color"] = "red" });

        var publish = Assert.Single(spans.Ended, s => s.Source.Name == ClientPublishes && s.TagObjects.Any(t => Equals(t.Value, received.RoutingKey)));
        Assert.Equal(publish.Id, Text(received, "traceparent"));
        Assert.Equal("red", Text(received, "color"));
    }

    [Fact]
    public async Task Publish_OneWithAndOneWithoutContext_NothingIsLeftOfTheFirst()
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var handler = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token);
        using var spans = ListenToClient();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        await publisher.PublishAsync("", queue, new MessageProperties { Headers = new Dictionary<string, object?> { ["traceparent"] = Parent } }, Utf8("1"), Token);
        await publisher.PublishAsync("", queue, new MessageProperties(), Utf8("2"), Token);

        var received = await handler.TakeAsync(2, Token);
        Assert.Equal(Parent, Text(received[0], "traceparent"));
        Assert.NotEqual(Parent, Text(received[1], "traceparent"));
    }

    [Theory]
    [InlineData(TracePropagation.Preserve)]
    [InlineData(TracePropagation.Continue)]
    public async Task Dispatcher_ClientSpansListenedTo_AllSpansAreInThePublishersTrace(TracePropagation propagation)
    {
        using var spans = new CollectedSpans(ActivitySamplingResult.AllDataAndRecorded, MessageTraces.SourceName, ClientPublishes, ClientDelivers);
        var seen = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = $"g{Unique}";
        using var host = await StartAsync(group, propagation, seen);
        var session = await OpenAsync();
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);

        await publisher.PublishAsync(
            Names.IngressExchange, $"{group}.new", new MessageProperties { Persistent = true, MessageId = "m1", Headers = new Dictionary<string, object?> { ["traceparent"] = Parent } }, Utf8("1"), Token);
        await seen.Task.OrFailAsync("the message is handled", Token);
        var message = await seen.Task;

        var route = Assert.Single(await spans.TakeAsync($"route {Names.IngressQueue(group)}", 1, Token));
        var process = Assert.Single(await spans.TakeAsync($"process {Names.WorkQueue(group, "a")}", 1, Token));
        var expected = propagation == TracePropagation.Preserve ? Parent : route.Id;
        Assert.Equal(expected, message.GetHeader("traceparent"));
        Assert.Equal(Trace, route.TraceId.ToString());
        Assert.Equal(Publisher, route.ParentSpanId.ToString());
        Assert.Equal("rabbitmq", route.GetTagItem("messaging.system"));
        Assert.Equal(expected, $"00-{process.TraceId}-{process.ParentSpanId}-01");
        // The client's span of the hand-over stands under ours, and so in the same trace.
        Assert.Contains(spans.Ended, s => s.Source.Name == ClientPublishes && s.ParentSpanId == route.SpanId && s.TraceId == route.TraceId);
        await host.StopAsync(CancellationToken.None);
        await DeleteAsync(session, group);
    }

    private static CollectedSpans ListenToClient() => new(ActivitySamplingResult.AllDataAndRecorded, ClientPublishes, ClientDelivers);

    private static string? Text(ReceivedMessage message, string header) => HeaderValues.GetText(message.Properties.Headers, header);

    private static async Task DeleteAsync(ITransportSession session, string group)
    {
        foreach (var queue in (string[])[Names.IngressQueue(group), Names.WorkQueue(group, "a"), Names.DeadQueue(group), Names.RetryQueue(group)])
            await session.Topology.DeleteQueueAsync(queue, Token);
    }

    private async Task<ReceivedMessage> SendAsync(Dictionary<string, object?> headers)
    {
        var session = await OpenAsync();
        var queue = await DeclareQueueAsync(session);
        var handler = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        await publisher.PublishAsync("", queue, new MessageProperties { Persistent = true, Headers = headers }, Utf8("1"), Token);
        return (await handler.TakeAsync(1, Token))[0];
    }

    private async Task<IHost> StartAsync(string group, TracePropagation propagation, TaskCompletionSource<Message> seen)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ITransport>(new RabbitMqTransport(new RabbitMqOptions { Uri = Broker.Uri }));
        builder.Services.AddMessageLB(MessageLBConfig.Default with
        {
            Telemetry = new TelemetryConfig { Propagation = propagation },
            Groups = [GroupConfig.Default with { Name = group, Routes = [$"{group}.#"] }],
        });
        builder.Services.AddMessageLBWorker(group, "a", _ => new SeeingHandler(seen));
        var host = builder.Build();
        await host.StartAsync(Token);
        // Not only the queue: its routes are bound after it.
        var status = host.Services.GetRequiredService<IDispatcherStatus>();
        await Eventually.TrueAsync(() => ValueTask.FromResult(status.Read().Groups.All(g => g.Declared)), "the group is declared", Token);
        return host;
    }

    private sealed class SeeingHandler(TaskCompletionSource<Message> seen) : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            seen.TrySetResult(message);
            return ValueTask.FromResult(HandlerResult.Done);
        }
    }
}
