using MessageLB.CommandLine.Commands.Bench.Latency;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class WorkloadTests
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(8);
    private static readonly WorkDistribution Work = WorkDistribution.Parse("exp:5ms");

    [Fact]
    public void Create_SameSeed_IsTheSame()
    {
        var one = Workload.Create(1000, Work, WarmUp, Duration, seed: 3);
        var other = Workload.Create(1000, Work, WarmUp, Duration, seed: 3);

        Assert.Equal(one.Arrivals, other.Arrivals);
        Assert.Equal(one.Work, other.Work);
        Assert.NotEqual(one.Arrivals, Workload.Create(1000, Work, WarmUp, Duration, seed: 4).Arrivals);
    }

    [Fact]
    public void Create_AnotherRate_LeavesTheWorkOfMessagesAsItIs()
    {
        var slow = Workload.Create(500, Work, WarmUp, Duration, seed: 1);
        var fast = Workload.Create(1000, Work, WarmUp, Duration, seed: 1);

        Assert.Equal(slow.Work, fast.Work.Take(slow.Count));
    }

    [Fact]
    public void Create_Poisson_HasItsRateItsWorkAndIndependentGaps()
    {
        var workload = Workload.Create(2000, Work, WarmUp, Duration, seed: 1);
        var gaps = workload.Arrivals.Zip(workload.Arrivals.Skip(1), (a, b) => (b - a).TotalMilliseconds).ToList();
        var mean = gaps.Average();

        // 20,000 messages: 3 % are more than four standard deviations.
        Assert.InRange(workload.Count, 19_400, 20_600);
        Assert.InRange(workload.Work.Average(w => w.TotalMilliseconds), 4.85, 5.15);
        Assert.InRange(Math.Sqrt(gaps.Average(g => (g - mean) * (g - mean))) / mean, 0.97, 1.03);
        Assert.Equal(workload.Arrivals.Order(), workload.Arrivals);
        Assert.True(workload.Arrivals[^1] < WarmUp + Duration);
    }

    [Fact]
    public void Create_WarmUp_EndsBeforeTheFirstMeasured()
    {
        var workload = Workload.Create(1000, Work, WarmUp, Duration, seed: 1);

        Assert.True(workload.Arrivals[workload.FirstMeasured - 1] < WarmUp);
        Assert.True(workload.Arrivals[workload.FirstMeasured] >= WarmUp);
    }

    [Fact]
    public void Create_NothingArrives_IsEmpty()
    {
        var workload = Workload.Create(1e-9, Work, TimeSpan.Zero, TimeSpan.FromSeconds(1), seed: 1);

        Assert.Equal((0, 0), (workload.Count, workload.FirstMeasured));
    }
}
