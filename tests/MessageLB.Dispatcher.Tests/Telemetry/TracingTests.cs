using System.Collections.Concurrent;
using System.Diagnostics;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.Telemetry;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Telemetry;

/// <summary>From publisher to worker in one trace, on the embedded transport.</summary>
[Collection(nameof(TracingCollection))]
public sealed class TracingTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Publisher = "00f067aa0ba902b7";
    private const string Parent = $"00-{Trace}-{Publisher}-01";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_WithContext_HandOverAndHandlerStandUnderThePublisher()
    {
        using var spans = Listen();
        var seen = new ConcurrentQueue<(string? Header, Activity? Current)>();
        await using var host = await StartAsync(new TelemetryConfig(), m => Note(seen, m));

        await host.PublishAsync(1, "orders.new", (_, p) => p.Headers = Context());
        var route = Assert.Single(await spans.TakeAsync("route", 1, Token));
        var process = Assert.Single(await spans.TakeAsync("process", 1, Token));

        Assert.Equal("route messagelb.in.default", route.OperationName);
        Assert.Equal("process messagelb.work.default.a", process.OperationName);
        Assert.All([route, process], span =>
        {
            Assert.Equal(ActivityKind.Consumer, span.Kind);
            Assert.Equal(Trace, span.TraceId.ToString());
            Assert.Equal(Publisher, span.ParentSpanId.ToString());
            Assert.True(span.HasRemoteParent);
            Assert.Equal("vendor=1", span.TraceStateString);
            Assert.Equal(ActivityStatusCode.Unset, span.Status);
        });
        Assert.Equal((Parent, process), Assert.Single(seen));
    }

    [Fact]
    public async Task HandOver_Confirmed_TellsWhoGotWhatAndWhy()
    {
        using var spans = Listen();
        await using var host = await StartAsync(new TelemetryConfig(), _ => HandlerResult.Done);

        await host.PublishAsync(1, shape: (_, p) => p.Headers = Context());

        var route = Assert.Single(await spans.TakeAsync("route", 1, Token));
        var process = Assert.Single(await spans.TakeAsync("process", 1, Token));
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "embedded",
                ["messaging.destination.name"] = "messagelb.in.default",
                ["messaging.operation.name"] = "route",
                ["messaging.operation.type"] = "process",
                ["messaging.message.id"] = "m0",
                ["messagelb.group"] = "default",
                ["messagelb.destination"] = "a",
                ["messagelb.policy"] = "least_connections",
                ["messagelb.attempt"] = 1,
                ["messagelb.outcome"] = "handed",
            },
            route.TagObjects.ToDictionary());
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["messaging.system"] = "embedded",
                ["messaging.destination.name"] = "messagelb.work.default.a",
                ["messaging.operation.name"] = "process",
                ["messaging.operation.type"] = "process",
                ["messaging.message.id"] = "m0",
                ["messagelb.group"] = "default",
                ["messagelb.destination"] = "a",
                ["messagelb.policy"] = "least_connections",
                ["messagelb.attempt"] = 1,
                ["messagelb.outcome"] = "done",
            },
            process.TagObjects.ToDictionary());
    }

    [Fact]
    public async Task Message_PropagationContinue_HandlerStandsUnderTheHandOver()
    {
        using var spans = Listen();
        await using var host = await StartAsync(new TelemetryConfig { Propagation = TracePropagation.Continue }, _ => HandlerResult.Done);

        await host.PublishAsync(1, shape: (_, p) => p.Headers = Context());

        var route = Assert.Single(await spans.TakeAsync("route", 1, Token));
        var process = Assert.Single(await spans.TakeAsync("process", 1, Token));
        Assert.Equal((Trace, Publisher), (route.TraceId.ToString(), route.ParentSpanId.ToString()));
        Assert.Equal((route.TraceId, route.SpanId), (process.TraceId, process.ParentSpanId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no context at all")]
    public async Task Message_WithoutContext_HandOverBeginsTheTraceOfBoth(string? header)
    {
        using var spans = Listen();
        await using var host = await StartAsync(new TelemetryConfig(), _ => HandlerResult.Done);

        await host.PublishAsync(1, shape: (_, p) => p.Headers = header is null ? null : new Dictionary<string, object?> { ["traceparent"] = header });

        var route = Assert.Single(await spans.TakeAsync("route", 1, Token));
        var process = Assert.Single(await spans.TakeAsync("process", 1, Token));
        Assert.Equal(default, route.ParentSpanId);
        Assert.Equal((route.TraceId, route.SpanId), (process.TraceId, process.ParentSpanId));
    }

    [Fact]
    public async Task Handler_FailsThenSucceeds_EveryAttemptHasItsSpans()
    {
        using var spans = Listen();
        await using var host = await StartAsync(
            new TelemetryConfig(),
            m => m.Attempt switch
            {
                1 => throw new InvalidOperationException("broken"),
                2 => HandlerResult.Retry("Busy: come again"),
                _ => HandlerResult.Done,
            });

        await host.PublishAsync(1, shape: (_, p) => p.Headers = Context());

        var process = await spans.TakeAsync("process", 3, Token);
        Assert.Equal([(1, "retry", "System.InvalidOperationException"), (2, "retry", "Busy"), (3, "done", null)], process.Select(OutcomeOf));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Error, ActivityStatusCode.Unset], process.Select(s => s.Status));
        Assert.Equal("exception", Assert.Single(process[0].Events).Name);
        var route = await spans.TakeAsync("route messagelb.in.default", 3, Token);
        Assert.Equal([1, 2, 3], route.Select(s => s.GetTagItem("messagelb.attempt")));
        Assert.All([.. route, .. process], s => Assert.Equal((Trace, Publisher), (s.TraceId.ToString(), s.ParentSpanId.ToString())));
    }

    [Fact]
    public async Task Messages_InFrames_EachKeepsItsOwnContext()
    {
        using var spans = Listen();
        await using var host = await FrameHost.StartAsync(GroupConfig.Default with { Algorithm = "round_robin", Window = WindowConfig.Fixed(1000) });
        await host.WarmUpAsync();
        var before = host.Transport.Sent.Count(s => s.Messages > 1);

        var ids = await host.PublishInFramesAsync(50, (i, p) => p.Headers = new Dictionary<string, object?> { ["traceparent"] = ParentOf(i) });
        await host.HandledAsync(ids);
        await host.SettledAsync();

        Assert.True(host.Transport.Sent.Count(s => s.Messages > 1) > before, "nothing travelled in a frame");
        await Eventually.TrueAsync(() => ValueTask.FromResult(ids.All(id => Of(spans, "process", id).Any() && Of(spans, "route", id).Any())), "all spans have ended", Token);
        Assert.All(ids.Index(), message =>
        {
            foreach (var name in (string[])["route", "process"])
                Assert.Equal(ParentOf(message.Index), $"00-{Of(spans, name, message.Item).Single().TraceId}-{Of(spans, name, message.Item).Single().ParentSpanId}-01");
        });
    }

    [Fact]
    public async Task Group_WithRules_SpanBeginsWithTheArrival()
    {
        using var spans = Listen();
        var release = new TaskCompletionSource();
        await using var host = await EmbeddedHost.StartAsync(
            MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Algorithm = "round_robin", Window = WindowConfig.Fixed(1), Priority = true }] },
            s => s.AddMessageLBWorker("default", "a", _ => new WaitingHandler(release.Task), o => o.HeartbeatInterval = TimeSpan.FromMilliseconds(20)));

        await host.PublishAsync(2, shape: (_, p) => p.Headers = Context());
        var first = Assert.Single(await spans.TakeAsync("route", 1, Token));
        release.SetResult();

        var second = (await spans.TakeAsync("route", 2, Token))[1];
        Assert.True(second.StartTimeUtc < first.StartTimeUtc + first.Duration + TimeSpan.FromMilliseconds(500) && second.Duration > first.Duration, $"{first.Duration} and {second.Duration}");
        Assert.Equal(2, (await spans.TakeAsync("process", 2, Token)).Count);
    }

    [Fact]
    public async Task Message_InHold_HasItsSpans()
    {
        using var spans = Listen();
        await using var host = await EmbeddedHost.StartAsync(
            MessageLBConfig.Default with { Groups = [GroupConfig.Default with { Delivery = DeliveryMode.Hold }] },
            s => s.AddMessageLBWorker("default", "a", _ => new ResultHandler(_ => HandlerResult.Done)));

        await host.PublishAsync(3, shape: (_, p) => p.Headers = Context());

        Assert.All(await spans.TakeAsync("route", 3, Token), s => Assert.Equal("handed", s.GetTagItem("messagelb.outcome")));
        Assert.All(await spans.TakeAsync("process", 3, Token), s => Assert.Equal(Trace, s.TraceId.ToString()));
    }

    [Fact]
    public async Task Messages_NobodyListens_NoSpanIsMadeAndTheContextIsTheSame()
    {
        var seen = new ConcurrentQueue<(string? Header, Activity? Current)>();
        await using var host = await StartAsync(new TelemetryConfig { Propagation = TracePropagation.Continue }, m => Note(seen, m));

        await host.PublishAsync(1, shape: (_, p) => p.Headers = Context());

        await Eventually.TrueAsync(() => ValueTask.FromResult(!seen.IsEmpty), "the message is handled", Token);
        Assert.Equal((Parent, null), Assert.Single(seen));
    }

    [Fact]
    public void SourceName_OfDispatcherAndWorker_IsTheSame() => Assert.Equal(("MessageLB", "MessageLB"), (MessageLBTelemetry.SourceName, MessageTraces.Source.Name));

    private static CollectedSpans Listen() => new(ActivitySamplingResult.AllDataAndRecorded, MessageLBTelemetry.SourceName);

    private static Task<EmbeddedHost> StartAsync(TelemetryConfig telemetry, Func<Message, HandlerResult> handle) => EmbeddedHost.StartAsync(
        MessageLBConfig.Default with { Telemetry = telemetry, Groups = [GroupConfig.Default with { Algorithm = "least_connections", Retry = GroupConfig.Default.Retry with { Delay = TimeSpan.FromMilliseconds(1) } }] },
        s => s.AddMessageLBWorker("default", "a", _ => new ResultHandler(handle)));

    private static HandlerResult Note(ConcurrentQueue<(string? Header, Activity? Current)> seen, Message message)
    {
        seen.Enqueue((message.GetHeader("traceparent"), Activity.Current));
        return HandlerResult.Done;
    }

    private static Dictionary<string, object?> Context() => new() { ["traceparent"] = Parent, ["tracestate"] = "vendor=1" };

    private static string ParentOf(int number) => $"00-{number + 1:x32}-{number + 1:x16}-01";

    private static IEnumerable<Activity> Of(CollectedSpans spans, string name, string id) =>
        spans.Ended.Where(s => s.OperationName.StartsWith(name, StringComparison.Ordinal) && id.Equals(s.GetTagItem("messaging.message.id")));

    private static (int Attempt, string? Outcome, string? Error) OutcomeOf(Activity span) =>
        ((int)span.GetTagItem("messagelb.attempt")!, (string?)span.GetTagItem("messagelb.outcome"), (string?)span.GetTagItem("error.type"));

    private sealed class ResultHandler(Func<Message, HandlerResult> handle) : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) => ValueTask.FromResult(handle(message));
    }

    private sealed class WaitingHandler(Task release) : IMessageHandler
    {
        public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
        {
            await release.WaitAsync(cancellationToken);
            return HandlerResult.Done;
        }
    }
}
