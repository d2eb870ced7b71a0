using System.Globalization;
using MessageLB.Core.Configuration;

namespace MessageLB.Core.Health;

/// <summary>
/// Finds destinations that do worse than the others of their group, where no absolute limit would tell (Envoy's outlier detection by
/// success rate). The worst come first, and no more than may be ejected. O(n log n), for a look once a second. One thread.
/// </summary>
internal sealed class OutlierSweep(EjectionConfig config)
{
    /// <summary>Destinations with enough results below which there is nothing to stand out from (<c>success_rate_minimum_hosts</c>).</summary>
    public const int LeastDestinations = 5;

    /// <summary>Results in the window that a destination needs to be compared (<c>success_rate_request_volume</c>).</summary>
    public const int LeastResults = 100;

    /// <summary>
    /// How far below the mean a share of successes has to be at least. Where nearly all succeeds the deviation is nearly nothing, and one
    /// failure in a thousand would stand out.
    /// </summary>
    public const double LeastGap = 0.05;

    private readonly List<int> _compared = [];
    private readonly List<double> _times = [];
    private readonly List<(bool Fails, double Badness, Outlier Outlier)> _found = [];

    /// <summary>Looks at the destinations of a group that get messages.</summary>
    /// <param name="destinations">Those that are not ejected: what the ejected ones do is not what is usual.</param>
    /// <param name="room">Most outliers wanted, from <see cref="EjectionCap"/>.</param>
    public IReadOnlyList<Outlier> Look(ReadOnlySpan<OutlierFacts> destinations, int room)
    {
        if (!config.Enabled || room <= 0) return [];
        _compared.Clear();
        for (var i = 0; i < destinations.Length; i++)
        {
            if (destinations[i].Results >= LeastResults) _compared.Add(i);
        }

        if (_compared.Count < LeastDestinations) return [];
        _found.Clear();
        var least = config.Deviations > 0 ? FindFailing(destinations) : 0;
        if (config.SlowFactor > 0) FindSlow(destinations, least);
        if (_found.Count == 0) return [];
        // Failing before slow: a message that failed has to be handled again.
        return [.. _found.OrderByDescending(found => found.Fails).ThenByDescending(found => found.Badness).Take(room).Select(found => found.Outlier)];
    }

    private double FindFailing(ReadOnlySpan<OutlierFacts> destinations)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var i in _compared) sum += destinations[i].SuccessShare;
        var mean = sum / _compared.Count;
        foreach (var i in _compared) squares += (destinations[i].SuccessShare - mean) * (destinations[i].SuccessShare - mean);
        var least = mean - Math.Max(LeastGap, config.Deviations * Math.Sqrt(squares / _compared.Count));
        foreach (var i in _compared)
        {
            var share = destinations[i].SuccessShare;
            if (share >= least) continue;
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"success {share * 100:0.0} %, mean of {_compared.Count} destinations {mean * 100:0.0} %, least {least * 100:0.0} %");
            _found.Add((true, 1 - share, new Outlier(i, reason)));
        }

        return least;
    }

    private void FindSlow(ReadOnlySpan<OutlierFacts> destinations, double leastShare)
    {
        _times.Clear();
        foreach (var i in _compared)
        {
            if (destinations[i].ServiceSeconds > 0) _times.Add(destinations[i].ServiceSeconds);
        }

        if (_times.Count < LeastDestinations) return;
        _times.Sort();
        // The upper one of two, as in PeerServiceTime. Whoever is slower than it is above the middle, so it is the median of the others too.
        var others = _times[(_times.Count - 1) / 2];
        foreach (var i in _compared)
        {
            var seconds = destinations[i].ServiceSeconds;
            if (seconds <= config.SlowFactor * others || destinations[i].SuccessShare < leastShare) continue;
            var reason = string.Create(
                CultureInfo.InvariantCulture,
                $"{seconds * 1000:0.###} ms a message, more than {config.SlowFactor:0.###} times the {others * 1000:0.###} ms of the others");
            _found.Add((false, seconds / others, new Outlier(i, reason)));
        }
    }
}
