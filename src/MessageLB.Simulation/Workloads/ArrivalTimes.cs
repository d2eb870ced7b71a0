using MessageLB.Simulation.Randomness;

namespace MessageLB.Simulation.Workloads;

/// <summary>Draws the times at which messages arrive, one after the other. Not thread-safe.</summary>
internal sealed class ArrivalTimes
{
    private readonly ArrivalConfig _config;
    private readonly Xoshiro256 _random;
    private readonly double _gap;
    private readonly double _traceScale;

    // In full precision: rounding each gap instead of each time would shift the rate of fast arrivals.
    private double _time;
    private double _burstLeft;
    private int _traced;

    /// <param name="config">How arrivals are distributed.</param>
    /// <param name="rate">Messages per second on average; a trace's own rate if 0.</param>
    /// <param name="seed">Seed of the run.</param>
    public ArrivalTimes(ArrivalConfig config, double rate, int seed)
    {
        _config = config;
        _random = new Xoshiro256(seed, RandomStream.Arrivals);
        _gap = rate > 0 ? VirtualTime.PerSecond / rate : 0;
        _traceScale = config.Kind == ArrivalKind.Trace && rate > 0 ? 1 / (rate * config.Trace.Average(a => a.GapSeconds)) : 1;
        // The mean counts the pauses too, so a burst is faster than the mean.
        if (config.Kind != ArrivalKind.Bursty) return;
        _gap *= config.On / (config.On + config.Off);
        _burstLeft = _random.NextExponential() * config.On.Ticks * 100;
    }

    /// <summary>When the next message arrives.</summary>
    public long Next()
    {
        _time += _config.Kind switch
        {
            ArrivalKind.Poisson => _gap * _random.NextExponential(),
            ArrivalKind.Bursty => BurstyGap(),
            ArrivalKind.Trace => TracedGap(),
            _ => _gap,
        };
        return VirtualTime.Round(_time);
    }

    // A Poisson process that is switched on and off: what is left of a gap when the burst ends is as good as a new gap, for exponential
    // gaps have no memory.
    private double BurstyGap()
    {
        var passed = 0.0;
        var gap = _gap * _random.NextExponential();
        while (gap > _burstLeft)
        {
            passed += _burstLeft + (_random.NextExponential() * _config.Off.Ticks * 100);
            _burstLeft = _random.NextExponential() * _config.On.Ticks * 100;
            gap = _gap * _random.NextExponential();
        }

        _burstLeft -= gap;
        return passed + gap;
    }

    private double TracedGap()
    {
        var gap = _config.Trace[_traced].GapSeconds * VirtualTime.PerSecond * _traceScale;
        if (++_traced == _config.Trace.Count) _traced = 0;
        return gap;
    }
}
