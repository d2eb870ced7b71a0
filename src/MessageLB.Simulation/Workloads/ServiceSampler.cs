using MessageLB.Simulation.Randomness;

namespace MessageLB.Simulation.Workloads;

/// <summary>Draws service times, in nanoseconds at a worker of speed 1, of one kind of message. Not thread-safe.</summary>
internal sealed class ServiceSampler
{
    private readonly ServiceConfig _config;
    private readonly double _scale;
    private double _spareNormal = double.NaN;

    public ServiceSampler(ServiceConfig config)
    {
        _config = config;
        var mean = config.Mean.Ticks * 100.0;
        MeanNanoseconds = config.Kind == ServiceKind.Trace ? config.Trace.Average() * VirtualTime.PerSecond : mean;
        _scale = config.Kind switch
        {
            // The mean of exp(N(mu, sigma)) is exp(mu + sigma² / 2).
            ServiceKind.LogNormal => mean * Math.Exp(-config.Sigma * config.Sigma / 2),
            ServiceKind.Bimodal => mean / (1 - config.LongShare + (config.LongShare * config.LongFactor)),
            // The mean above a minimum m is m × shape / (shape − 1).
            ServiceKind.Pareto => mean * (config.Shape - 1) / config.Shape,
            _ => mean,
        };
    }

    /// <summary>Mean of the distribution.</summary>
    public double MeanNanoseconds { get; }

    public long Next(Xoshiro256 random) => VirtualTime.Round(_config.Kind switch
    {
        ServiceKind.Exponential => _scale * random.NextExponential(),
        ServiceKind.LogNormal => _scale * Math.Exp(_config.Sigma * NextNormal(random)),
        ServiceKind.Bimodal => random.NextDouble() < _config.LongShare ? _scale * _config.LongFactor : _scale,
        ServiceKind.Pareto => _scale * Math.Pow(random.NextPositive(), -1 / _config.Shape),
        ServiceKind.Trace => _config.Trace[(int)random.NextBelow((ulong)_config.Trace.Count)] * VirtualTime.PerSecond,
        _ => _scale,
    });

    // Marsaglia's polar method, which gives two at a time.
    private double NextNormal(Xoshiro256 random)
    {
        if (!double.IsNaN(_spareNormal))
        {
            var spare = _spareNormal;
            _spareNormal = double.NaN;
            return spare;
        }

        double x, y, square;
        do
        {
            x = (2 * random.NextDouble()) - 1;
            y = (2 * random.NextDouble()) - 1;
            square = (x * x) + (y * y);
        }
        while (square is >= 1 or 0);
        var factor = Math.Sqrt(-2 * Math.Log(square) / square);
        _spareNormal = y * factor;
        return x * factor;
    }
}
