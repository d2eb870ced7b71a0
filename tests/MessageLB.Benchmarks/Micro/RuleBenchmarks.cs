using BenchmarkDotNet.Attributes;
using MessageLB.Core.Forwarding;
using MessageLB.Core.Hashing;
using MessageLB.Core.Sticky;
using MessageLB.Core.Waiting;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Micro;

/// <summary>What the rules of a group cost per message.</summary>
[MemoryDiagnoser]
public class RuleBenchmarks
{
    private readonly WaitingRoom<int> _room = new(WaitingRules.None);
    private readonly StickyTable _keys = new(100_000, TimeSpan.FromMinutes(30));
    private readonly ForwardRules _rules = new("stable",
    [
        new() { When = [new() { Header = "region", EqualTo = "eu" }], To = "eu" },
        new() { Split = [new("stable", 90), new("canary", 10)], By = KeySource.Default },
    ]);

    private readonly Delivery _delivery = new(1, Names.IngressExchange, "orders.new", false, new MessageProperties
    {
        Headers = new Dictionary<string, object?> { ["region"] = "us"u8.ToArray(), [HeaderNames.Key] = "customer-4711"u8.ToArray() },
    }, default);

    private int _next;

    /// <summary>Tenants with messages that wait.</summary>
    [Params(1, 10, 100)]
    public int Tenants { get; set; }

    /// <summary>Ten messages of each tenant wait all the time.</summary>
    [GlobalSetup]
    public void Fill()
    {
        for (var i = 0; i < Tenants * 10; i++) _room.TryAdd(i, (ulong)(i % Tenants), 0, TimeSpan.Zero);
        for (ulong key = 0; key < 100_000; key++) _keys.Learn(key, "a", TimeSpan.Zero);
    }

    /// <summary>One comes, one goes.</summary>
    [Benchmark]
    public int WaitingRoom()
    {
        _next = (_next + 1) % Tenants;
        _room.TryAdd(_next, (ulong)_next, 0, TimeSpan.Zero);
        _room.TryPeek(TimeSpan.Zero, out _);
        return _room.Take(TimeSpan.Zero);
    }

    /// <summary>A header compared, then a split by key.</summary>
    [Benchmark]
    public string? Forward() => _rules.Target(_delivery);

    /// <summary>The hash of a key, and its destination among 100,000.</summary>
    [Benchmark]
    public string? Sticky()
    {
        KeySource.Default.TryHash(_delivery, out var hash);
        return _keys.Find(hash % 100_000, TimeSpan.Zero);
    }
}
