using System.Collections.Frozen;
using MessageLB.Simulation.Randomness;

namespace MessageLB.Simulation.Workloads;

/// <summary>
/// Draws what messages are, in the order of their arrival: kind, key and service time. What is drawn depends on the seed alone, and a
/// kind or key more or less in the scenario leaves the other streams as they were. Not thread-safe.
/// </summary>
internal sealed class MessageDraws
{
    private readonly Scenario _scenario;
    private readonly Xoshiro256 _kinds;
    private readonly Xoshiro256 _keys;
    private readonly Xoshiro256 _services;
    private readonly ServiceSampler[] _samplers;
    private readonly double[] _upTo;
    private readonly (int Kind, int Key)[] _traced = [];
    private int _next;

    public MessageDraws(Scenario scenario, int seed)
    {
        _scenario = scenario;
        _kinds = new Xoshiro256(seed, RandomStream.Kinds);
        _keys = new Xoshiro256(seed, RandomStream.Keys);
        _services = new Xoshiro256(seed, RandomStream.Services);
        _samplers = [.. scenario.Kinds.Select(k => new ServiceSampler(k.Service))];
        _upTo = new double[scenario.Kinds.Count];
        var sum = 0.0;
        for (var i = 0; i < _upTo.Length; i++) _upTo[i] = sum += scenario.Kinds[i].Share;
        if (scenario.Arrivals.Kind == ArrivalKind.Trace) _traced = Traced(scenario, out _);
    }

    /// <summary>Texts of a trace's keys, by number; empty if keys are drawn.</summary>
    public static IReadOnlyList<string> KeyTexts(Scenario scenario)
    {
        if (scenario.Arrivals.Kind != ArrivalKind.Trace) return [];
        Traced(scenario, out var texts);
        return texts;
    }

    public MessageDraw Next()
    {
        var (kind, key) = _traced.Length == 0 ? (-1, -1) : _traced[_next];
        if (++_next >= _traced.Length) _next = 0;
        if (kind < 0) kind = NextKind();
        var keys = _scenario.Kinds[kind].Keys;
        if (_traced.Length == 0 && keys > 0) key = (int)_keys.NextBelow((ulong)keys);
        return new MessageDraw(kind, key, _samplers[kind].Next(_services));
    }

    private int NextKind()
    {
        if (_upTo.Length == 1) return 0;
        var at = _kinds.NextDouble() * _upTo[^1];
        for (var i = 0; i < _upTo.Length - 1; i++)
        {
            if (at < _upTo[i]) return i;
        }

        return _upTo.Length - 1;
    }

    // A kind that the scenario does not name is left to chance, and a key is numbered where it first stands.
    private static (int Kind, int Key)[] Traced(Scenario scenario, out List<string> texts)
    {
        var kinds = scenario.Kinds.Select((k, i) => (k.Name, Number: i)).DistinctBy(k => k.Name).ToFrozenDictionary(k => k.Name, k => k.Number);
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        var traced = new (int Kind, int Key)[scenario.Arrivals.Trace.Count];
        for (var i = 0; i < traced.Length; i++)
        {
            var arrival = scenario.Arrivals.Trace[i];
            var key = -1;
            if (arrival.Key.Length > 0 && !keys.TryGetValue(arrival.Key, out key)) keys[arrival.Key] = key = keys.Count;
            traced[i] = (kinds.TryGetValue(arrival.Kind, out var kind) ? kind : -1, key);
        }

        texts = [.. keys.Keys];
        return traced;
    }
}
