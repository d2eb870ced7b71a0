using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Micro;

/// <summary>Cost of one pick and the return of its credit, by policy and number of destinations.</summary>
[MemoryDiagnoser]
public class PickBenchmarks
{
    private readonly MessageProperties _properties = new();
    private GroupState _group = null!;
    private DestinationPicker _picker = null!;

    [Params("round_robin", "weighted_round_robin", "least_connections", "response_time")]
    public string Policy { get; set; } = string.Empty;

    [Params(2, 16, 256)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _group = new GroupState("bench");
        var updater = new GroupUpdater(_group, new GroupConfig { Name = "bench", Window = WindowConfig.Fixed(100) }, "bench");
        for (var i = 0; i < Destinations; i++)
        {
            var heartbeat = new Heartbeat { Group = "bench", Destination = $"w{i}", Instance = $"i{i}", Sequence = 1, Concurrency = 4 };
            updater.OnHeartbeat(heartbeat, TimeSpan.Zero, []);
            updater.OnHeartbeat(heartbeat with { Sequence = 2, Done = 100, BusyMs = 500 + i }, TimeSpan.FromSeconds(1), []);
        }

        _picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create(Policy, GroupConfig.Default), new Random(1));
    }

    [Benchmark]
    public DestinationState? Pick()
    {
        var picked = _picker.TryPick(_group.Snapshot, "key", _properties);
        picked?.Credit.Return(1);
        return picked;
    }
}
