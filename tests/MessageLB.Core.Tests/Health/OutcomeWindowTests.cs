using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class OutcomeWindowTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);

    private readonly OutcomeWindow _window = new(new EjectionConfig());

    [Fact]
    public void Verdict_NothingSeen_IsNone()
    {
        Assert.Null(_window.Verdict(Start));
        Assert.Equal((0, 1, 0), (_window.Results(Start), _window.SuccessShare(Start), _window.ConsecutiveFailures));
    }

    [Fact]
    public void Verdict_FiveFailuresInARow_IsThat()
    {
        _window.Add(0, 2, Start);
        _window.Add(0, 2, Start + Seconds(100));
        Assert.Null(_window.Verdict(Start + Seconds(100)));

        _window.Add(0, 1, Start + Seconds(200));

        Assert.Equal("5 failures in a row", _window.Verdict(Start + Seconds(200)));
    }

    [Fact]
    public void Add_ReportWithASuccess_EndsTheRowAndBeginsNone()
    {
        _window.Add(0, 4, Start);

        _window.Add(1, 3, Start);

        Assert.Equal(0, _window.ConsecutiveFailures);
        _window.Add(0, 2, Start);
        Assert.Equal(2, _window.ConsecutiveFailures);
    }

    [Theory]
    [InlineData(31, 9, "success 77 % of 40 results in 30 s, least 80 %")]
    [InlineData(7999, 2001, "success 79 % of 10000 results in 30 s, least 80 %")]
    [InlineData(32, 8, null)]
    [InlineData(1, 8, null)]
    [InlineData(1, 9, "success 10 % of 10 results in 30 s, least 80 %")]
    public void Verdict_ShareOfSuccesses_NeedsTenResults(int done, int failed, string? expected)
    {
        _window.Add(done, failed, Start);

        Assert.Equal(expected, _window.Verdict(Start));
    }

    [Fact]
    public void Results_OlderThanTheWindow_DoNotCount()
    {
        _window.Add(6, 10, Start);
        _window.Add(4, 0, Start + Seconds(29));

        Assert.Equal((20, 0.5), (_window.Results(Start + Seconds(29.999)), _window.SuccessShare(Start + Seconds(29.999))));
        Assert.Equal((4, 1), (_window.Results(Start + Seconds(30)), _window.SuccessShare(Start + Seconds(30))));
        Assert.Equal((0, 1), (_window.Results(Start + Seconds(100_000)), _window.SuccessShare(Start + Seconds(100_000))));
    }

    [Theory]
    [InlineData(0, 0.8)]
    [InlineData(5, 0)]
    public void Verdict_LimitOfZero_IsOff(int inARow, double share)
    {
        var window = new OutcomeWindow(new EjectionConfig { ConsecutiveFailures = inARow, SuccessRate = share, MinResults = 1000 });

        window.Add(inARow, 900, Start);

        Assert.Null(window.Verdict(Start));
    }

    [Fact]
    public void Verdict_NotEnabled_IsNone()
    {
        var window = new OutcomeWindow(new EjectionConfig { Enabled = false });

        window.Add(0, 1000, Start);

        Assert.Null(window.Verdict(Start));
    }

    [Fact]
    public void Forgive_PartOfThem_TakesThemOutOfRowAndShare()
    {
        _window.Add(20, 0, Start);
        _window.Add(0, 6, Start);

        _window.Forgive(2, Start);

        Assert.Equal(4, _window.ConsecutiveFailures);
        Assert.Equal((24, 20.0 / 24), (_window.Results(Start), _window.SuccessShare(Start)));
        Assert.Null(_window.Verdict(Start));
    }

    [Fact]
    public void Forgive_FailuresOfSeveralTimes_TakesTheYoungest()
    {
        _window.Add(0, 3, Start);
        _window.Add(0, 3, Start + Seconds(20));

        _window.Forgive(4, Start + Seconds(21));

        Assert.Equal(2, _window.Results(Start + Seconds(29)));
        Assert.Equal(0, _window.Results(Start + Seconds(30)));
    }

    [Fact]
    public void Forgive_BeforeTheReport_TakesThemBackWhenReported()
    {
        _window.Forgive(4, Start);
        Assert.Equal((0, 0), (_window.ConsecutiveFailures, _window.Results(Start)));

        _window.Add(0, 3, Start + Seconds(1));
        _window.Add(0, 3, Start + Seconds(5));

        Assert.Equal((2, 2), (_window.ConsecutiveFailures, _window.Results(Start + Seconds(5))));
    }

    [Fact]
    public void Forgive_NeverReported_IsForgottenAfterFiveSeconds()
    {
        _window.Forgive(4, Start);

        _window.Add(0, 3, Start + Seconds(5.001));

        Assert.Equal((3, 3), (_window.ConsecutiveFailures, _window.Results(Start + Seconds(5.001))));
    }

    [Fact]
    public void Forgive_AgainAfterFiveSeconds_DoesNotReviveTheFirst()
    {
        _window.Forgive(4, Start);
        _window.Forgive(1, Start + Seconds(6));

        _window.Add(0, 3, Start + Seconds(7));

        Assert.Equal((2, 2), (_window.ConsecutiveFailures, _window.Results(Start + Seconds(7))));
    }

    [Fact]
    public void Forgive_RowEndedBySuccess_DoesNotExcuseTheNextRow()
    {
        _window.Add(0, 2, Start);
        _window.Add(1, 0, Start);
        _window.Forgive(2, Start);
        _window.Add(1, 0, Start);

        _window.Add(0, 5, Start);

        Assert.Equal(5, _window.ConsecutiveFailures);
    }

    [Fact]
    public void Forget_AfterFailures_StartsAnew()
    {
        _window.Add(3, 0, Start);
        _window.Add(0, 7, Start);
        _window.Forgive(8, Start);

        _window.Forget();
        _window.Add(0, 1, Start + Seconds(1));

        Assert.Equal((1, 1, 0), (_window.ConsecutiveFailures, _window.Results(Start + Seconds(1)), _window.SuccessShare(Start + Seconds(1))));
        // What was forgotten does not leave the window a second time.
        Assert.Equal((1, 0), (_window.Results(Start + Seconds(30)), _window.Results(Start + Seconds(31))));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
