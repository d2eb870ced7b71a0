using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Workloads;
using Xunit;

namespace MessageLB.Simulation.Tests.Workloads;

public sealed class ServiceSamplerTests
{
    private const int Draws = 400_000;

    // Mean 10 ms in all of them; variances in units of the squared mean, from the textbook.
    public static TheoryData<ServiceConfig, double, double> Shapes => new()
    {
        { new ServiceConfig { Kind = ServiceKind.Deterministic }, 0, 0 },
        { new ServiceConfig { Kind = ServiceKind.Exponential }, 1, 0.02 },
        { new ServiceConfig { Kind = ServiceKind.LogNormal, Sigma = 0.5 }, Math.Exp(0.25) - 1, 0.02 },
        { new ServiceConfig { Kind = ServiceKind.LogNormal, Sigma = 1 }, Math.E - 1, 0.15 },
        { new ServiceConfig { Kind = ServiceKind.Bimodal, LongShare = 0.05, LongFactor = 21 }, 0.05 * 0.95 * 20 * 20 / 4, 0.05 },
        { new ServiceConfig { Kind = ServiceKind.Pareto, Shape = 6 }, 1 / (6.0 * 4), 0.002 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Next_ManyDraws_HaveTheMeanAndTheVariance(ServiceConfig config, double variance, double tolerance)
    {
        var drawn = Draw(config);

        Assert.Equal(10, drawn.Average(), 0.05);
        Assert.Equal(variance, Moments.Variance(drawn) / 100, tolerance);
    }

    [Fact]
    public void Next_HeavyLogNormal_HasTheMeanAndTheMedian()
    {
        var drawn = Draw(new ServiceConfig { Kind = ServiceKind.LogNormal, Sigma = 1.5 });

        Assert.Equal(10, drawn.Average(), 0.2);
        Assert.Equal(10 * Math.Exp(-1.5 * 1.5 / 2), drawn.Order().ElementAt(Draws / 2), 0.05);
    }

    [Fact]
    public void Next_Bimodal_HasTwoLengthsOfTheRightShares()
    {
        var drawn = Draw(new ServiceConfig { Kind = ServiceKind.Bimodal, LongShare = 0.05, LongFactor = 21 });

        // 0.95 × 5 + 0.05 × 105 = 10.
        Assert.Equal([5, 105], drawn.Distinct().Order());
        Assert.Equal(0.05, drawn.Count(d => d > 100) / (double)Draws, 0.002);
    }

    [Fact]
    public void Next_Pareto_IsAboveItsMinimumWithTheTail()
    {
        var drawn = Draw(new ServiceConfig { Kind = ServiceKind.Pareto, Shape = 2.5 });

        // Minimum 10 × 1.5 / 2.5 = 6; beyond twice the minimum lie 2^-2.5 of them.
        Assert.InRange(drawn.Min(), 6, 6.001);
        Assert.Equal(Math.Pow(2, -2.5), drawn.Count(d => d > 12) / (double)Draws, 0.003);
    }

    [Fact]
    public void Next_Trace_DrawsRecordedOnesEvenly()
    {
        var config = new ServiceConfig { Kind = ServiceKind.Trace, Trace = [0.001, 0.002, 0.006] };
        var drawn = Draw(config);

        Assert.Equal([1, 2, 6], drawn.Distinct().Order());
        Assert.All(drawn.CountBy(d => d), c => Assert.Equal(1 / 3.0, c.Value / (double)Draws, 0.005));
        Assert.Equal(3e6, new ServiceSampler(config).MeanNanoseconds, 1);
    }

    private static List<double> Draw(ServiceConfig config)
    {
        var sampler = new ServiceSampler(config);
        var random = new Xoshiro256(7, RandomStream.Services);
        return [.. Enumerable.Range(0, Draws).Select(_ => sampler.Next(random) / 1e6)];
    }
}
