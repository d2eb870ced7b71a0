using MessageLB.CommandLine.Commands.Bench.Soak;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class SoakPlanTests
{
    [Fact]
    public void Next_SameSeed_DrawsTheSameFaults()
    {
        var (one, same, other) = (Draw(3), Draw(3), Draw(4));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Next_ManyDraws_EachFaultComesAndStaysWithinItsBounds()
    {
        var steps = Draw(1);

        Assert.Equal(Enum.GetValues<SoakFault>(), steps.Select(step => step.Fault).Distinct().Order());
        Assert.Equal([0, 1, 2], steps.Select(step => step.Worker).Distinct().Order());
        Assert.All(steps, step => Assert.InRange(step.Before.TotalMilliseconds, 200, 3000));
        Assert.All(steps, step => Assert.InRange(step.Lasts.TotalMilliseconds, 100, 5000));
    }

    [Fact]
    public void Next_ImpossibleFaults_AreLeftOut() =>
        Assert.DoesNotContain(Draw(1, SoakFault.RestartBroker, SoakFault.StopWorker), step => step.Fault is SoakFault.RestartBroker or SoakFault.StopWorker);

    private static List<SoakStep> Draw(int seed, params SoakFault[] impossible)
    {
        var plan = new SoakPlan(seed, 3, impossible);
        return [.. Enumerable.Range(0, 300).Select(_ => plan.Next())];
    }
}
