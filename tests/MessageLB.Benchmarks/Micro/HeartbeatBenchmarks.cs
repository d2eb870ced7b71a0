using System.Buffers;
using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Measurement;

namespace MessageLB.Benchmarks.Micro;

/// <summary>Cost of writing and reading one heartbeat, and of taking it into the books with a look at windows after each, with and without handling times.</summary>
[MemoryDiagnoser]
public class HeartbeatBenchmarks
{
    private const int FirstBucket = 60;

    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private readonly List<GroupEvent> _events = [];
    private readonly long[] _counts = new long[TimeBuckets.Count];
    private readonly Random _random = new(7);
    private GroupUpdater _updater = null!;
    private Heartbeat _sample = null!;
    private byte[] _json = [];
    private TimeSpan _now;

    /// <summary>Buckets of handling times from the first to the last: none told, those of even work, those of work that differs a thousandfold.</summary>
    [Params(0, 20, 80)]
    public int Buckets { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _sample = new Heartbeat
        {
            Group = "orders",
            Destination = "a",
            Instance = "pod-7f9c",
            Sequence = 4711,
            Concurrency = 4,
            InFlight = 7,
            Done = 120_934,
            Failed = 12,
            BusyMs = 3_920_113,
            DoneBy = new Dictionary<string, long> { ["dispatcher-1"] = 120_000 },
            LatencyP50Ms = 3.1,
            LatencyP99Ms = 20.4,
            Times = Buckets == 0 ? default : new TimeCounts(FirstBucket, Enumerable.Range(0, Buckets).Select(i => 120_934L / Buckets / (1 + i)).ToArray()),
        };
        HeartbeatCodec.Write(_output, _sample);
        _json = _output.WrittenSpan.ToArray();
        var config = GroupConfig.Default with { Name = "orders" };
        _updater = new GroupUpdater(new GroupState("orders"), config, "dispatcher-1", new Random(7));
    }

    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        HeartbeatCodec.Write(_output, _sample);
        return _output.WrittenCount;
    }

    [Benchmark]
    public bool Read() => HeartbeatCodec.TryRead(_json, out _, out _);

    /// <summary>Twenty messages more, a second later.</summary>
    [Benchmark]
    public void Take()
    {
        for (var i = 0; i < 20 && Buckets > 0; i++) _counts[FirstBucket + _random.Next(Buckets)]++;
        var times = Buckets == 0 ? default : new TimeCounts(FirstBucket, _counts.AsSpan(FirstBucket, Buckets).ToArray());
        _sample = _sample with { Sequence = _sample.Sequence + 1, Done = _sample.Done + 20, BusyMs = _sample.BusyMs + 100, Times = times };
        _now += TimeSpan.FromSeconds(1);
        _updater.OnHeartbeat(_sample, _now, _events);
        _updater.Tick(_now, handOverSeconds: 0, _events);
        _events.Clear();
    }
}
