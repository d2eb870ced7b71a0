using MessageLB.Testing;
using MessageLB.Worker.Heartbeats;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Heartbeats;

public sealed class HeartbeatScheduleTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Service = TimeSpan.FromMilliseconds(40); // a quarter of it: 10 ms
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void NextDue_Regular_IsTheIntervalVariedByTenPercent()
    {
        Assert.Equal(Ms(900), DueAfterFirst(new FixedRandom(0)));
        Assert.Equal(Ms(1000), DueAfterFirst(new FixedRandom(0.5)));
        Assert.Equal(Ms(1100), DueAfterFirst(new FixedRandom(1)));
    }

    [Fact]
    public void NextDue_Forced_IsAtOnceAndKeepsTheRhythm()
    {
        var schedule = Started();
        _time.Advance(Ms(300));

        schedule.Force();
        var due = IsDue(schedule);
        Send(schedule);

        Assert.True(due);
        Assert.Equal(Ms(700), UntilDue(schedule));
    }

    [Theory]
    [InlineData(0, 2)] // unknown service time: the least age
    [InlineData(1, 4)] // half as long as a short one: twice the least age
    [InlineData(2, 2)]
    [InlineData(4, 2)] // a quarter would be 1 ms
    [InlineData(8, 2)]
    [InlineData(40, 10)]
    [InlineData(200, 50)]
    [InlineData(4000, 50)] // a quarter would be 1 s
    public void NextDue_OneCompletion_IsAQuarterOfTheMeanServiceTimeWithinLimits(int meanMs, int expectedMs)
    {
        var schedule = Started();
        _time.Advance(Ms(100));

        schedule.Completed(_time.GetTimestamp());

        Assert.Equal(Ms(expectedMs), UntilDue(schedule, mean: Ms(meanMs)));
    }

    [Theory]
    [InlineData(200, 20)]
    [InlineData(20, 200)]
    [InlineData(16, 250)]
    [InlineData(1, 250)] // never longer
    public void NextDue_ShortMessages_AreToldLaterTheShorterTheyAreEvenOutOfWork(int meanMicroseconds, int expectedMs)
    {
        var schedule = Started();
        _time.Advance(Ms(100));

        schedule.Completed(_time.GetTimestamp());

        Assert.Equal(Ms(expectedMs), UntilDue(schedule, mean: TimeSpan.FromMicroseconds(meanMicroseconds)));
        Assert.Equal(Ms(expectedMs), UntilDue(schedule, idle: true, mean: TimeSpan.FromMicroseconds(meanMicroseconds)));
    }

    [Fact]
    public void NextDue_MoreCompletions_CountsFromTheOldest()
    {
        var schedule = Started();
        schedule.Completed(_time.GetTimestamp());
        _time.Advance(Ms(6));
        schedule.Completed(_time.GetTimestamp());

        Assert.Equal(Ms(4), UntilDue(schedule));
    }

    [Fact]
    public void NextDue_SixtyFourCompletions_IsAtOnce()
    {
        var schedule = Started();
        for (var i = 0; i < 63; i++) schedule.Completed(_time.GetTimestamp());
        var before = UntilDue(schedule);

        schedule.Completed(_time.GetTimestamp());

        Assert.Equal(Ms(10), before);
        Assert.True(IsDue(schedule));
    }

    [Fact]
    public void NextDue_OutOfWorkWithCompletions_IsAtOnce()
    {
        var schedule = Started();
        schedule.Completed(_time.GetTimestamp());

        Assert.True(IsDue(schedule, idle: true));
    }

    [Fact]
    public void NextDue_OutOfWorkWithoutCompletions_IsTheRegularOne()
    {
        Assert.Equal(Ms(1000), UntilDue(Started(), idle: true));
    }

    [Fact]
    public void NextDue_AfterAnEarlyOne_TheNextEarlyOneIsTwoMillisecondsLater()
    {
        var schedule = Started();
        schedule.Completed(_time.GetTimestamp());
        Send(schedule, idle: true);
        _time.Advance(Ms(0.5));

        for (var i = 0; i < 64; i++) schedule.Completed(_time.GetTimestamp());

        Assert.Equal(Ms(1.5), UntilDue(schedule, idle: true));
        Assert.Equal(Ms(1.5), UntilDue(schedule));
        _time.Advance(Ms(1.5));
        Assert.True(IsDue(schedule));
    }

    [Fact]
    public void Sent_Early_LeavesTheRegularOneWhereItWas()
    {
        var schedule = Started();
        _time.Advance(Ms(400));
        schedule.Completed(_time.GetTimestamp());

        Send(schedule, idle: true);

        Assert.Equal(Ms(600), UntilDue(schedule));
        Assert.Equal(0, schedule.Unreported);
    }

    [Fact]
    public void Sent_Regular_ReportsTheCompletionsToo()
    {
        var schedule = Started();
        _time.Advance(Ms(995));
        schedule.Completed(_time.GetTimestamp());
        _time.Advance(Ms(5));

        Send(schedule);

        Assert.Equal(Ms(1000), UntilDue(schedule));
    }

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    private TimeSpan DueAfterFirst(Random jitter)
    {
        var schedule = new HeartbeatSchedule(Interval, _time, jitter);
        Send(schedule);
        return UntilDue(schedule);
    }

    private HeartbeatSchedule Started()
    {
        var schedule = new HeartbeatSchedule(Interval, _time, new FixedRandom(0.5));
        Send(schedule);
        return schedule;
    }

    private void Send(HeartbeatSchedule schedule, bool idle = false) => schedule.Sent(_time.GetTimestamp(), idle, Service);

    private bool IsDue(HeartbeatSchedule schedule, bool idle = false) => schedule.NextDue(idle, Service) <= _time.GetTimestamp();

    private TimeSpan UntilDue(HeartbeatSchedule schedule, bool idle = false, TimeSpan? mean = null) =>
        _time.GetElapsedTime(_time.GetTimestamp(), schedule.NextDue(idle, mean ?? Service));
}
