using MessageLB.Worker.Sample;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>
/// When messages arrive and how much work each of them is, fixed before anything runs: every shape of a round gets the same ones
/// (common random numbers), and a slow publisher cannot thin them out.
/// </summary>
/// <param name="Arrivals">Time of each arrival since the start, rising.</param>
/// <param name="Work">Work of each message at speed 1.</param>
/// <param name="FirstMeasured">Number of the first message that is measured; those before it warm up.</param>
internal sealed record Workload(TimeSpan[] Arrivals, TimeSpan[] Work, int FirstMeasured)
{
    /// <summary>Messages.</summary>
    public int Count => Arrivals.Length;

    /// <summary>A Poisson stream.</summary>
    /// <param name="rate">Messages per second.</param>
    /// <param name="work">Distribution of the work.</param>
    /// <param name="warmUp">Time that is not measured.</param>
    /// <param name="duration">Time after that.</param>
    /// <param name="seed">The same seed makes the same workload.</param>
    public static Workload Create(double rate, WorkDistribution work, TimeSpan warmUp, TimeSpan duration, int seed)
    {
        // Apart, so that another rate does not give the messages other work.
        var gaps = new Random(seed);
        var sizes = new Random(unchecked(seed ^ 0x5bd1e995));
        var arrivals = new List<TimeSpan>();
        var seconds = 0.0;
        while (true)
        {
            seconds += -Math.Log(1 - gaps.NextDouble()) / rate;
            var at = TimeSpan.FromSeconds(seconds);
            if (at >= warmUp + duration) break;
            arrivals.Add(at);
        }

        var first = arrivals.FindIndex(at => at >= warmUp);
        return new Workload([.. arrivals], [.. arrivals.Select(_ => work.Draw(sizes))], first < 0 ? arrivals.Count : first);
    }
}
