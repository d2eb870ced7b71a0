using System.Diagnostics;
using System.Diagnostics.Metrics;
using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Routing;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Telemetry;

/// <summary>What telemetry costs a hand-over while nobody wants it.</summary>
[Collection(nameof(TracingCollection))]
public sealed class HotPathTests
{
    private const int Burst = 64;

    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void HandOver_NobodyListens_AllocatesWhatItDoesWithoutSpans()
    {
        var without = Allocations.InSteadyState(HandOvers(spans: false));
        var with = Allocations.InSteadyState(HandOvers(spans: true));

        Assert.Equal(without, with);
    }

    [Fact]
    public void HandOver_NoTraceIsToBegin_AllocatesWhatItDoesWithoutSpans()
    {
        using var spans = new CollectedSpans(ActivitySamplingResult.AllDataAndRecorded, MessageLBTelemetry.SourceName);
        using var share = new RootShare(0);
        var without = Allocations.InSteadyState(HandOvers(spans: false, header: "other"));
        var with = Allocations.InSteadyState(HandOvers(spans: true, header: "other"));

        Assert.Equal(without, with);
        Assert.Empty(spans.Ended);
    }

    [Fact]
    public void HandOver_SomebodyListens_EndsOneSpanForEachMessage()
    {
        using var spans = new CollectedSpans(ActivitySamplingResult.AllDataAndRecorded, MessageLBTelemetry.SourceName);

        HandOvers(spans: true)();

        Assert.Equal(Burst, spans.Ended.Count);
        Assert.Null(Activity.Current);
    }

    [Fact]
    public void Record_SomebodyListens_AllocatesNothing()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var times = new RouteTimes(services.GetRequiredService<IMeterFactory>(), "test").Of("orders");
        var (count, seconds) = (0, 0.0);
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => l.EnableMeasurementEvents(instrument) };
        listener.SetMeasurementEventCallback<double>((_, value, _, _) => (count, seconds) = (count + 1, seconds + value));
        listener.Start();
        Action round = () => times.Record(TimeSpan.FromMilliseconds(2));
        round();

        var allocated = Allocations.InSteadyState(round);

        Assert.Equal(0, allocated);
        // Under two names.
        Assert.Equal((10, 0.02), (count, Math.Round(seconds, 9)));
    }

    [Fact]
    public void Record_NoMeter_DoesNothing() => new RouteTimes(null, "test").Of("orders").Record(TimeSpan.FromSeconds(1));

    // A burst of hand-overs, each confirmed at once, of messages that carry a context, or a header of another name.
    private Action HandOvers(bool spans, string header = "traceparent")
    {
        var config = new GroupConfig { Name = "orders", Algorithm = "round_robin", Window = WindowConfig.Fixed(Burst), Prefetch = Burst };
        var group = new GroupRuntime(config, "test", new RegistryClock(_time), _time, NullLogger.Instance);
        group.OnHeartbeat(new Heartbeat { Group = "orders", Destination = "a", Instance = "a-1", Sequence = 1, State = WorkerState.Ready, Concurrency = 4 });
        var ring = new SettleRing<HandOver>(Burst);
        var source = new IngressSource(group, _time);
        var picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create(config.Algorithm, config), new Random(1));
        var decisions = new DecisionRecorder(group, picker, null, new DebugDecisions(_time), _time);
        var pipeline = new GroupPipeline(group, source, ring, new IngressAcker(ring, _time), decisions, new EnvelopeRewriter("test", "orders", "round_robin"), null, 1 << 20, _time)
        {
            Spans = spans ? new RouteSpans("orders", "round_robin", source.Receive.Queue, "embedded", TracePropagation.Preserve, _time) : null,
        };
        pipeline.Attach(new FlowPublisher(new Nowhere(), frames: null));
        var properties = new MessageProperties
        {
            MessageId = "m",
            Headers = new Dictionary<string, object?> { [header] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" },
        };
        var tag = 0UL;
        return () =>
        {
            for (var i = 0; i < Burst; i++)
            {
                var handling = pipeline.HandleAsync(new Delivery(++tag, Names.IngressExchange, "orders.new", Redelivered: false, properties, default));
                Assert.True(handling.IsCompletedSuccessfully);
                var destination = ring[tag].Destination!;
                pipeline.OnOutcome(tag, PublishOutcome.Confirmed);
                destination.Credit.Return(1);
            }

            while (ring.Advance().Action != Settlement.Pending)
            {
                // Room for the next burst.
            }
        };
    }

    private sealed class Nowhere : IPublisher
    {
        public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
