using System.Text;
using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Routing;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Frames;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Benchmarks.Micro;

/// <summary>
/// What the dispatcher itself does for a message between the transport's delivery and the transport's publish, and at the confirm: the
/// books, the pick, the outgoing properties, and with frames the writing of the frame. No broker, no client.
/// </summary>
[MemoryDiagnoser]
public class HandOverBenchmarks
{
    private const int Burst = 64;

    private readonly byte[] _body = new byte[256];
    private readonly MessageProperties _properties = new()
    {
        MessageId = "3fa9c1d2-4711",
        ContentType = "application/json",
        Persistent = true,
        // Text as it comes from RabbitMQ.
        Headers = new Dictionary<string, object?> { ["region"] = Encoding.UTF8.GetBytes("north"), ["traceparent"] = Encoding.UTF8.GetBytes("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01") },
    };

    private GroupPipeline _pipeline = null!;
    private SettleRing<HandOver> _ring = null!;
    private FrameDrafts _drafts = null!;
    private EnvelopeRewriter _rewriter = null!;
    private GroupRuntime _group = null!;
    private ulong _tag;

    [GlobalSetup]
    public void SetUp()
    {
        var config = new GroupConfig { Name = "bench", Window = WindowConfig.Fixed(100), Prefetch = Burst };
        _group = new GroupRuntime(config, "bench", new RegistryClock(TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < 4; i++)
        {
            var heartbeat = new Heartbeat { Group = "bench", Destination = $"w{i}", Instance = $"i{i}", Sequence = 1, Concurrency = 4 };
            _group.OnHeartbeat(heartbeat);
            _group.OnHeartbeat(heartbeat with { Sequence = 2, Done = 100, BusyMs = 5 + i });
        }

        _ring = new SettleRing<HandOver>(Burst);
        _rewriter = new EnvelopeRewriter("node1-4711-3fa9", config.Name, config.Algorithm);
        var picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create(config.Algorithm, config), new Random(1));
        var decisions = new DecisionRecorder(_group, picker, null, new DebugDecisions(TimeProvider.System), TimeProvider.System);
        _pipeline = new GroupPipeline(
            _group, new IngressSource(_group, TimeProvider.System), _ring, new IngressAcker(_ring, TimeProvider.System), decisions, _rewriter, null, 1 << 20, TimeProvider.System);
        _pipeline.Attach(new FlowPublisher(new Nowhere(), frames: null));
        _drafts = new FrameDrafts(FrameFormat.LargestFrame);
    }

    [Benchmark(Baseline = true, Description = "one message, alone", OperationsPerInvoke = Burst)]
    public int Alone()
    {
        var destinations = _group.All();
        for (var i = 0; i < Burst; i++)
        {
            var handling = _pipeline.HandleAsync(Delivery(++_tag));
            if (!handling.IsCompletedSuccessfully) throw new InvalidOperationException("It waits for credit.");
            var destination = _ring[_tag].Destination!;
            _pipeline.OnOutcome(_tag, PublishOutcome.Confirmed);
            destination.Credit.Return(1);
        }

        var steps = 0;
        while (_ring.Advance().Action != Settlement.Pending) steps++;
        return steps + destinations.Count;
    }

    [Benchmark(Description = "properties and frame of 64, for each", OperationsPerInvoke = Burst)]
    public int InFrame()
    {
        var destination = _group.All()[0];
        var draft = _drafts.Rent();
        for (var i = 0UL; i < Burst; i++)
            draft.TryAdd(_rewriter.Rewrite(Delivery(i), destination, TimeProvider.System.GetUtcNow()), _body, i);
        var length = draft.Seal().Length;
        _drafts.Return(draft);
        return length;
    }

    private Delivery Delivery(ulong tag) => new(tag, Names.IngressExchange, "order.new", Redelivered: false, _properties, _body);

    private sealed class Nowhere : IPublisher
    {
        public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
