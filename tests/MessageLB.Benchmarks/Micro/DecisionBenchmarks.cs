using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Explaining;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Shadowing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Benchmarks.Micro;

/// <summary>What the place where explanations and shadows are made adds to a pick and the return of its credit.</summary>
[MemoryDiagnoser]
public class DecisionBenchmarks
{
    private readonly MessageProperties _bare = new() { MessageId = "m-1" };
    private readonly MessageProperties _withHeaders = new()
    {
        MessageId = "m-1",
        Headers = new Dictionary<string, object?> { ["region"] = "north", ["traceparent"] = "00-1-2-01", ["messagelb-key"] = "customer-7" },
    };

    private GroupRuntime _group = null!;
    private DestinationPicker _picker = null!;
    private DecisionRecorder _recorder = null!;
    private DecisionRecorder _shadowed = null!;

    [Params(4, 16)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var config = new GroupConfig { Name = "bench", Window = WindowConfig.Fixed(100) };
        _group = GroupOf(config);
        _picker = PickerOf(config);
        _recorder = new DecisionRecorder(_group, PickerOf(config), shadow: null, new DebugDecisions(TimeProvider.System), TimeProvider.System);
        var withShadow = config with { Shadow = RoutingPolicyNames.LeastConnections };
        var group = GroupOf(withShadow);
        _shadowed = new DecisionRecorder(
            group, PickerOf(withShadow), ShadowRun.Of(group, RoutingPolicyRegistry.BuiltIn, TimeProvider.System), new DebugDecisions(TimeProvider.System), TimeProvider.System);
    }

    [Benchmark(Baseline = true, Description = "pick alone")]
    public void PickAlone() => _picker.TryPick(_group.State.Snapshot, "key", _bare)!.Credit.Return(1);

    [Benchmark(Description = "nobody asks, no headers")]
    public void NobodyAsks() => _recorder.Pick("key", _bare)!.Credit.Return(1);

    [Benchmark(Description = "nobody asks, three headers")]
    public void NobodyAsksWithHeaders() => _recorder.Pick("key", _withHeaders)!.Credit.Return(1);

    [Benchmark(Description = "with a shadow")]
    public void WithShadow() => _shadowed.Pick("key", _bare)!.Credit.Return(1);

    [Benchmark(Description = "explained")]
    public Explanation Explained()
    {
        // Without the recorder, whose budget would let only a few of these through.
        var witness = new Witness(_group);
        var picked = _picker.TryPick(_group.State.Snapshot, "key", _bare, witness)!;
        picked.Credit.Return(1);
        return witness.Picture!.Decide(picked.Name, DateTimeOffset.UnixEpoch);
    }

    private GroupRuntime GroupOf(GroupConfig config)
    {
        var group = new GroupRuntime(config, "bench", new RegistryClock(TimeProvider.System), TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < Destinations; i++)
        {
            var heartbeat = new Heartbeat { Group = "bench", Destination = $"w{i}", Instance = $"i{i}", Sequence = 1, Concurrency = 4 };
            group.OnHeartbeat(heartbeat);
            group.OnHeartbeat(heartbeat with { Sequence = 2, Done = 100, BusyMs = 500 + i });
        }

        return group;
    }

    private static DestinationPicker PickerOf(GroupConfig config) =>
        new(RoutingPolicyRegistry.BuiltIn.Create(config.Algorithm, config), new Random(1));

    private sealed class Witness(GroupRuntime group) : IPickWitness
    {
        public DecisionPicture? Picture { get; private set; }

        public void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates) =>
            Picture = Explainer.Look(group.Config.Name, policy, context, candidates, group.View());
    }
}
