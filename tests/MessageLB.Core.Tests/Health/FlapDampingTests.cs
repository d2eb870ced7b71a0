using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class FlapDampingTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    private readonly FlapDamping _damping = new();

    [Fact]
    public void Lost_Once_SuppressesNothing()
    {
        _damping.Lost(Start);

        Assert.False(_damping.IsSuppressed(Start));
        Assert.Equal(TimeSpan.Zero, _damping.FreeIn(Start));
    }

    [Fact]
    public void Lost_ThreeSecondsUpThreeDown_SuppressesAtTheSecondAndLongerAtEachUpToTheLongest()
    {
        var (now, last, penalty) = (Start, TimeSpan.Zero, 0.0);
        for (var loss = 1; loss <= 30; loss++, now += Seconds(6))
        {
            _damping.Lost(now);

            penalty = Math.Min(12_000, (penalty * Math.Pow(0.5, 0.1)) + 1000);
            Assert.Equal(loss >= 2, _damping.IsSuppressed(now));
            if (loss == 1) continue;
            var freeIn = _damping.FreeIn(now);
            Assert.Equal(60 * Math.Log2(penalty / 750), freeIn.TotalSeconds, 1e-3);
            Assert.True(freeIn > last || freeIn == Seconds(240), $"loss {loss}: {last} then {freeIn}");
            last = freeIn;
        }

        Assert.Equal(Seconds(240), last);
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(60.1, false)]
    public void Lost_AgainWithinAHalfLife_Suppresses(double seconds, bool expected)
    {
        _damping.Lost(Start);

        _damping.Lost(Start + Seconds(seconds));

        Assert.Equal(expected, _damping.IsSuppressed(Start + Seconds(seconds)));
    }

    [Fact]
    public void IsSuppressed_QuietLongEnough_IsFreeAndStaysSo()
    {
        _damping.Lost(Start);
        _damping.Lost(Start);
        var free = Start + (FlapDamping.HalfLife * Math.Log2(2000.0 / 750));

        Assert.True(_damping.IsSuppressed(free - Seconds(0.001)));
        Assert.False(_damping.IsSuppressed(free));
        Assert.False(_damping.IsSuppressed(free + Seconds(1000)));
        Assert.Equal(TimeSpan.Zero, _damping.FreeIn(free + Seconds(1000)));
    }

    [Fact]
    public void Lost_LongAfterSuppression_IsAFirstLossAgain()
    {
        for (var loss = 0; loss < 20; loss++) _damping.Lost(Start);
        Assert.Equal(Seconds(240), _damping.FreeIn(Start));

        _damping.Lost(Start + Seconds(600));

        Assert.False(_damping.IsSuppressed(Start + Seconds(600)));
    }

    [Fact]
    public void Lost_AnyTimes_NeverShortensAndNeverExceedsFourHalfLives()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var (damping, now) = (new FlapDamping(), Start);
            for (var loss = 0; loss < 50; loss++)
            {
                now += Seconds(random.NextDouble() * random.Next(1, 200));
                var before = damping.FreeIn(now);

                damping.Lost(now);

                Assert.InRange(damping.FreeIn(now), before, Seconds(240));
                if (before > TimeSpan.Zero) Assert.True(damping.IsSuppressed(now));
            }
        }
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
