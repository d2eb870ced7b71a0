using MessageLB.Testing;
using Xunit;

namespace MessageLB.RabbitMq.Tests.Publishing;

/// <summary>When refusals have gone on for too long.</summary>
public sealed class RefusalWatchTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly RefusalWatch _watch;

    public RefusalWatchTests() => _watch = new RefusalWatch(_time);

    [Fact]
    public void Refused_ForASecond_IsDue()
    {
        Assert.Equal([false, false, true], RefuseAt(0, 0.9, 0.1));
    }

    [Fact]
    public void Refused_AfterAReplacement_PatienceIsTwiceAsLongAndBeginsWithTheNextRefusal()
    {
        RefuseAt(0, 1);

        _watch.Replaced();

        Assert.Equal([false, false, true], RefuseAt(30, 1.9, 0.1));
    }

    [Fact]
    public void Replaced_AgainAndAgain_PatienceIsAMinuteAtMost()
    {
        for (var i = 0; i < 20; i++) _watch.Replaced();

        Assert.Equal([false, false, false, true], RefuseAt(0, 30, 29.9, 0.1));
    }

    [Fact]
    public void Refused_AfterMoreThanAMinuteWithoutOne_BeginsAnew()
    {
        RefuseAt(0, 1);
        _watch.Replaced();
        RefuseAt(0);

        Assert.Equal([false, false, true], RefuseAt(60.1, 0.9, 0.1));
    }

    [Fact]
    public void IsDue_NothingRefusedSince_StaysSoUntilReplaced()
    {
        RefuseAt(0, 1);
        _time.Advance(TimeSpan.FromHours(1));
        var before = _watch.IsDue;

        _watch.Replaced();

        Assert.True(before);
        Assert.False(_watch.IsDue);
    }

    private List<bool> RefuseAt(params double[] seconds)
    {
        List<bool> due = [];
        foreach (var later in seconds)
        {
            _time.Advance(TimeSpan.FromSeconds(later));
            _watch.Refused();
            due.Add(_watch.IsDue);
        }

        return due;
    }
}
