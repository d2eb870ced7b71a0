using MessageLB.Core.Configuration;
using MessageLB.Core.Health;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class EjectionTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);
    private static readonly Random NoJitter = new FixedRandom(0.5);

    private readonly Ejection _ejection = new(new EjectionConfig());

    [Fact]
    public void Ejection_New_IsFree()
    {
        Assert.Equal((false, false, false), (_ejection.IsEjected, _ejection.IsBanned(Start), _ejection.IsHalfOpen(Start)));
        Assert.Null(_ejection.Reason);
        Assert.Equal(0, _ejection.InARow(Start));
    }

    [Fact]
    public void Start_First_BansForTheBaseTimeAndThenIsHalfOpen()
    {
        Assert.True(_ejection.Start("5 failures in a row", Start, NoJitter));

        Assert.Equal(("5 failures in a row", Start + Seconds(30)), (_ejection.Reason, _ejection.Until));
        Assert.True(_ejection.IsBanned(Start + Seconds(29.999)));
        Assert.False(_ejection.IsHalfOpen(Start + Seconds(29.999)));
        Assert.False(_ejection.IsBanned(Start + Seconds(30)));
        Assert.True(_ejection.IsHalfOpen(Start + Seconds(30)));
        Assert.True(_ejection.IsHalfOpen(Start + Seconds(30_000)));
    }

    [Theory]
    [InlineData(0, 27)]
    [InlineData(0.25, 28.5)]
    [InlineData(1, 33)]
    public void Start_ByChance_IsUpToATenthShorterOrLonger(double chance, double seconds)
    {
        _ejection.Start("", Start, new FixedRandom(chance));

        Assert.Equal(seconds, (_ejection.Until - Start).TotalSeconds, 1e-6);
    }

    [Fact]
    public void Start_WhileBanned_ChangesNothing()
    {
        _ejection.Start("first", Start, NoJitter);

        Assert.False(_ejection.Start("second", Start + Seconds(20), NoJitter));

        Assert.Equal(("first", Start + Seconds(30), 1), (_ejection.Reason, _ejection.Until, _ejection.InARow(Start)));
    }

    [Fact]
    public void Result_WhileBanned_ChangesNothing()
    {
        _ejection.Start("", Start, NoJitter);

        Assert.False(_ejection.Result(100, 0, Start + Seconds(10), NoJitter));
        Assert.False(_ejection.Result(0, 100, Start + Seconds(10), NoJitter));

        Assert.Equal((Start + Seconds(30), 1), (_ejection.Until, _ejection.InARow(Start)));
    }

    [Fact]
    public void Result_SuccessWhileHalfOpen_FreesIt()
    {
        _ejection.Start("", Start, NoJitter);

        Assert.False(_ejection.Result(0, 0, Start + Seconds(30), NoJitter));
        Assert.True(_ejection.IsEjected);
        Assert.True(_ejection.Result(1, 0, Start + Seconds(30), NoJitter));

        Assert.False(_ejection.IsEjected);
        Assert.Null(_ejection.Reason);
        Assert.False(_ejection.Result(1, 0, Start + Seconds(31), NoJitter));
    }

    [Fact]
    public void Result_FailureWhileHalfOpen_BansForLongerEachTimeUpToTheLongest()
    {
        var now = Start;
        _ejection.Start("", now, NoJitter);
        foreach (var seconds in new[] { 60, 90, 120, 150, 180, 210, 240, 270, 300, 300, 300 })
        {
            now = _ejection.Until;
            Assert.False(_ejection.Result(1, 1, now, NoJitter));

            Assert.Equal(Seconds(seconds), _ejection.Until - now);
            Assert.Equal(("the message that was to try it failed", true), (_ejection.Reason, _ejection.FailedTrial));
        }
    }

    [Theory]
    [InlineData(0, 120)]
    [InlineData(9.999, 120)]
    [InlineData(10, 90)]
    [InlineData(29.999, 60)]
    [InlineData(30, 30)]
    [InlineData(1000, 30)]
    public void Start_AgainAfterHealthyTime_TakesOneOffPerTenSeconds(double healthy, double seconds)
    {
        var now = Start;
        _ejection.Start("", now, NoJitter);
        for (var i = 0; i < 2; i++) _ejection.Result(0, 1, _ejection.Until, NoJitter);
        now = _ejection.Until;
        _ejection.Result(1, 0, now, NoJitter);
        now += Seconds(healthy);

        _ejection.Start("", now, NoJitter);

        Assert.Equal(Seconds(seconds), _ejection.Until - now);
        Assert.False(_ejection.FailedTrial);
    }

    [Fact]
    public void Start_AfterALongBadTime_IsForgottenAsIfTheLongestHadJustBeenReached()
    {
        _ejection.Start("", Start, NoJitter);
        for (var i = 0; i < 1000; i++) _ejection.Result(0, 1, _ejection.Until, NoJitter);
        var now = _ejection.Until;
        _ejection.Result(1, 0, now, NoJitter);

        Assert.Equal((10, 1, 0), (_ejection.InARow(now), _ejection.InARow(now + Seconds(90)), _ejection.InARow(now + Seconds(100))));
    }

    [Fact]
    public void Revoke_Banned_IsAsIfNothingHadBeen()
    {
        _ejection.Start("", Start, NoJitter);

        _ejection.Revoke(Start + Seconds(1));

        Assert.Equal((false, 0), (_ejection.IsEjected, _ejection.InARow(Start + Seconds(1))));
        _ejection.Start("", Start + Seconds(2), NoJitter);
        Assert.Equal(Start + Seconds(32), _ejection.Until);
    }

    [Fact]
    public void Revoke_BannedByAFailedTrial_IsHalfOpenAgain()
    {
        _ejection.Start("", Start, NoJitter);
        _ejection.Result(0, 1, Start + Seconds(30), NoJitter);

        _ejection.Revoke(Start + Seconds(31));

        Assert.Equal((true, false, 1), (_ejection.IsHalfOpen(Start + Seconds(31)), _ejection.FailedTrial, _ejection.InARow(Start + Seconds(31))));
        _ejection.Revoke(Start + Seconds(32));
        Assert.True(_ejection.IsHalfOpen(Start + Seconds(32)));
    }

    [Fact]
    public void Start_LongestBelowBase_IsTheLongest()
    {
        var ejection = new Ejection(new EjectionConfig { BaseTime = Seconds(30), LongestTime = Seconds(10) });

        ejection.Start("", Start, NoJitter);

        Assert.Equal(Start + Seconds(10), ejection.Until);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
