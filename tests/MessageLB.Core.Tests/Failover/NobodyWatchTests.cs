using MessageLB.Core.Failover;
using Xunit;

namespace MessageLB.Core.Tests.Failover;

public sealed class NobodyWatchTests
{
    private readonly NobodyWatch _watch = new(TimeSpan.FromSeconds(2));

    [Fact]
    public void Look_NobodyForTheTime_CountsFromTheFirstLook()
    {
        Look(hasAnybody: false, 10);
        Look(hasAnybody: false, 11.9);
        Assert.Null(_watch.Since);

        Look(hasAnybody: false, 12);

        Assert.Equal(TimeSpan.FromSeconds(10), _watch.Since);
    }

    [Fact]
    public void Look_SomebodyInBetween_BeginsAnew()
    {
        Look(hasAnybody: false, 10);
        Look(hasAnybody: true, 11);
        Look(hasAnybody: false, 12);
        Look(hasAnybody: false, 13.9);
        Assert.Null(_watch.Since);

        Look(hasAnybody: false, 14);

        Assert.Equal(TimeSpan.FromSeconds(12), _watch.Since);
    }

    [Fact]
    public void Look_SomebodyAfterTheTime_EndsItAtOnce()
    {
        Look(hasAnybody: false, 10);
        Look(hasAnybody: false, 20);

        Look(hasAnybody: true, 20.1);

        Assert.Null(_watch.Since);
    }

    [Fact]
    public void Look_WhileLearning_NobodyIsMissed()
    {
        _watch.Look(hasAnybody: false, isLearning: true, TimeSpan.FromSeconds(0));
        _watch.Look(hasAnybody: false, isLearning: true, TimeSpan.FromSeconds(5));
        Assert.Null(_watch.Since);

        Look(hasAnybody: false, 6);
        Look(hasAnybody: false, 8);

        Assert.Equal(TimeSpan.FromSeconds(6), _watch.Since);
    }

    [Fact]
    public void Look_NoTime_IsOverWithTheFirstLook()
    {
        var watch = new NobodyWatch(TimeSpan.Zero);

        watch.Look(hasAnybody: false, isLearning: false, TimeSpan.FromSeconds(3));

        Assert.Equal(TimeSpan.FromSeconds(3), watch.Since);
    }

    private void Look(bool hasAnybody, double seconds) => _watch.Look(hasAnybody, isLearning: false, TimeSpan.FromSeconds(seconds));
}
