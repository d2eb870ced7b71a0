using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Micro;

/// <summary>Cost of one pick by <c>response_time</c> and the return of its credit, where workers report two or more kinds of message.</summary>
[MemoryDiagnoser]
public class KindPickBenchmarks
{
    private readonly MessageProperties _properties = new();
    private GroupState _group = null!;
    private DestinationPicker _picker = null!;

    [Params(2, 15)]
    public int Kinds { get; set; }

    [Params(16, 64, 1000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _group = new GroupState("bench");
        var updater = new GroupUpdater(_group, new GroupConfig { Name = "bench", Window = WindowConfig.Fixed(100) }, "bench", new Random(1));
        for (var i = 0; i < Destinations; i++)
        {
            var kinds = Enumerable.Range(1, Kinds).ToDictionary(k => $"kind-{k}", _ => new KindCounts(0, 0));
            var heartbeat = new Heartbeat { Group = "bench", Destination = $"w{i}", Instance = $"i{i}", Sequence = 1, Concurrency = 4, Kinds = kinds };
            updater.OnHeartbeat(heartbeat, TimeSpan.Zero, []);
            var told = kinds.ToDictionary(k => k.Key, k => new KindCounts(10, k.Key.Length + i));
            updater.OnHeartbeat(heartbeat with { Sequence = 2, Done = 10 * Kinds, BusyMs = told.Sum(k => k.Value.BusyMs), Kinds = told }, TimeSpan.FromSeconds(1), []);
        }

        updater.Tick(TimeSpan.FromSeconds(1), 0, []);
        _properties.Type = $"kind-{Kinds}";
        _picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create(RoutingPolicyNames.ResponseTime, GroupConfig.Default), new Random(1));
    }

    [Benchmark]
    public DestinationState? Pick()
    {
        var picked = _picker.TryPick(_group.Snapshot, "key", _properties);
        picked?.Credit.Return(1);
        return picked;
    }
}
