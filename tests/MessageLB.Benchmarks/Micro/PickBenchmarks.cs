using BenchmarkDotNet.Attributes;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Micro;

/// <summary>
/// Cost of one pick and of one return, by policy and number of destinations. Two messages for each destination are in flight, and the
/// oldest is settled at each pick, so that loads change everywhere, as they do behind a dispatcher. There is one message, as for a dispatcher
/// that has just read it into memory that it uses again: its key, UTF-8 bytes as from RabbitMQ, is overwritten with the next of 100,000 before
/// each pick. So what grows with the number of destinations is the destinations alone. The picks of <c>linear_scan</c> show what a look at
/// every destination costs.
/// </summary>
[MemoryDiagnoser]
public class PickBenchmarks
{
    private const int InFlightEach = 2;

    // Ten keys for each of 10,000 destinations, so that keys spread and the load bound of consistent_hash is the exception.
    private const int KeyDigits = 5;

    private readonly byte[] _key = [.. "customer-"u8, .. Enumerable.Repeat((byte)'0', KeyDigits)];
    private readonly MessageProperties _message;
    private GroupState _group = null!;
    private DestinationPicker _picker = null!;
    private DestinationState[] _inFlight = [];
    private int _oldest;

    public PickBenchmarks() => _message = new MessageProperties { Headers = new Dictionary<string, object?> { [HeaderNames.Key] = _key } };

    [Params(
        "round_robin", "weighted_round_robin", "random", "weighted_random", "least_connections", "weighted_least_connections", "power_of_two",
        "response_time", "consistent_hash", "health_based", "prequal", "first", "cost_aware", LinearScanPolicy.PolicyName)]
    public string Policy { get; set; } = string.Empty;

    [Params(16, 256, 10_000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _group = BenchGroup.Create(Destinations);
        var policies = RoutingPolicyRegistry.BuiltIn.With(LinearScanPolicy.PolicyName, static _ => new LinearScanPolicy());
        _picker = new DestinationPicker(policies.Create(Policy, GroupConfig.Default), new Random());
        _inFlight = new DestinationState[InFlightEach * Destinations];
        for (var i = 0; i < _inFlight.Length; i++) _inFlight[i] = Pick();
        _oldest = 0;
    }

    [Benchmark]
    public DestinationState PickAndReturn()
    {
        ref var slot = ref _inFlight[_oldest];
        if (++_oldest == _inFlight.Length) _oldest = 0;
        slot.Credit.Return(1);
        return slot = Pick();
    }

    private DestinationState Pick()
    {
        NextKey();
        return _picker.TryPick(_group.Snapshot, "key", _message)!;
    }

    // Counts up in decimal, round and round.
    private void NextKey()
    {
        for (var at = _key.Length - 1; at >= _key.Length - KeyDigits; at--)
        {
            if (++_key[at] <= (byte)'9') return;
            _key[at] = (byte)'0';
        }
    }
}
