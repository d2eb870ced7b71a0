using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Workloads;

public sealed class ArrivalTimesTests
{
    private const int Draws = 200_000;

    [Fact]
    public void Next_Constant_KeepsTheRateExactly()
    {
        // A gap of a third of a microsecond does not fit whole nanoseconds; times must not drift for that.
        var times = Times(new ArrivalConfig { Kind = ArrivalKind.Constant }, 3_000_000);

        Assert.Equal(333, times[0]);
        Assert.Equal(667, times[1]);
        Assert.Equal(1_000, times[2]);
        Assert.Equal(66_666_667, times[^1], 1.0);
    }

    [Fact]
    public void Next_Poisson_HasTheRateAndExponentialGaps()
    {
        var gaps = Gaps(Times(new ArrivalConfig(), 1_000));

        Assert.Equal(1, gaps.Average(), 0.01);
        Assert.Equal(1, Moments.Variance(gaps), 0.03);
        Assert.Equal(Math.Exp(-1), gaps.Count(g => g > 1) / (double)gaps.Count, 0.005);
    }

    [Fact]
    public void Next_Bursty_HasTheMeanRateAndPauses()
    {
        // 9 messages a burst: in a burst one per 0.2 ms, after it a pause of 8.2 ms.
        var config = new ArrivalConfig { Kind = ArrivalKind.Bursty, On = TimeSpan.FromMilliseconds(1.8), Off = TimeSpan.FromMilliseconds(7.2) };
        var gaps = Gaps(Times(config, 1_000));

        Assert.Equal(1, gaps.Average(), 0.03);
        Assert.Equal(0.1, gaps.Count(g => g > 1.4) / (double)gaps.Count, 0.02);
        Assert.InRange(Moments.Variance(gaps), 5, 50);
    }

    [Fact]
    public void Next_Trace_RepeatsTheRecordedGaps()
    {
        var config = new ArrivalConfig { Kind = ArrivalKind.Trace, Trace = [new(0.001), new(0.004)] };

        Assert.Equal([1_000_000, 5_000_000, 6_000_000, 10_000_000], Times(config, 0, 4));
        Assert.Equal([500_000, 2_500_000, 3_000_000, 5_000_000], Times(config, 800, 4));
    }

    [Fact]
    public void Extent_OfADuration_EndsWithItsLastArrival()
    {
        var scenario = Given.EqualWorkers(1, 1, load: 0.5) with
        {
            Arrivals = new ArrivalConfig { Kind = ArrivalKind.Constant, Rate = 100 },
            Duration = TimeSpan.FromSeconds(10.005),
            WarmUp = 0.25,
        };

        var extent = ArrivalExtent.Of(scenario, Load.Rate(scenario), 1);

        Assert.Equal(new ArrivalExtent(1000, 250, 2_510_000_000, 10_000_000_000), extent);
    }

    [Fact]
    public void Rate_OfALoad_FillsThatPartOfTheCapacity()
    {
        var scenario = new Scenario
        {
            Destinations = [new SimulatedDestination { Name = "a", Concurrency = 4, Speed = 2 }, new SimulatedDestination { Name = "b", Concurrency = 2, Speed = 0.5 }],
            Kinds =
            [
                new MessageKind { Share = 9, Service = new ServiceConfig { Mean = TimeSpan.FromMilliseconds(1) } },
                new MessageKind { Share = 1, Service = new ServiceConfig { Mean = TimeSpan.FromMilliseconds(91) } },
            ],
            Arrivals = new ArrivalConfig { Load = 0.8 },
        };

        // 9 hands of speed 1, 10 ms mean: 900 messages per second.
        Assert.Equal(720, Load.Rate(scenario), 1e-9);
    }

    private static List<long> Times(ArrivalConfig config, double rate, int count = Draws)
    {
        var times = new ArrivalTimes(config, rate, 3);
        return [.. Enumerable.Range(0, count).Select(_ => times.Next())];
    }

    // In milliseconds.
    private static List<double> Gaps(List<long> times) => [.. times.Zip(times.Skip(1), (one, next) => (next - one) / 1e6)];
}
