using System.Buffers;
using BenchmarkDotNet.Attributes;

namespace MessageLB.Benchmarks.Micro;

/// <summary>Cost of writing and reading one heartbeat.</summary>
[MemoryDiagnoser]
public class HeartbeatBenchmarks
{
    private static readonly Heartbeat Sample = new()
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
    };

    private readonly ArrayBufferWriter<byte> _output = new(1024);
    private byte[] _json = [];

    [GlobalSetup]
    public void SetUp()
    {
        HeartbeatCodec.Write(_output, Sample);
        _json = _output.WrittenSpan.ToArray();
    }

    [Benchmark]
    public int Write()
    {
        _output.ResetWrittenCount();
        HeartbeatCodec.Write(_output, Sample);
        return _output.WrittenCount;
    }

    [Benchmark]
    public bool Read() => HeartbeatCodec.TryRead(_json, out _, out _);
}
