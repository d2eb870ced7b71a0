using MessageLB.Testing;
using MessageLB.Worker.Fencing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Fencing;

public sealed class AttendanceTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly ManualTimeProvider _time = new();
    private readonly List<double> _pauses = [];
    private readonly Attendance _attendance;

    public AttendanceTests() => _attendance = new Attendance(_time, pause => _pauses.Add(pause.TotalSeconds));

    [Fact]
    public void Look_WithinTheTolerance_SeesNoPause()
    {
        _attendance.Expect(Interval);
        _time.Skip(Interval + Attendance.Tolerance);

        _attendance.Look(_time.GetTimestamp());

        Assert.Equal((long.MinValue, 0), (_attendance.ResumedAt, _pauses.Count));
    }

    [Fact]
    public void Look_LaterThanThat_SeesAPauseAndHowLongItWasAtLeast()
    {
        _attendance.Expect(Interval);
        _time.Skip(TimeSpan.FromSeconds(10));

        _attendance.Look(_time.GetTimestamp());

        Assert.Equal(_time.GetTimestamp(), _attendance.ResumedAt);
        Assert.Equal([9.0], _pauses);
    }

    [Fact]
    public void Look_AgainAfterAPause_SeesNoSecondOneUntilTheDriverIsLateAgain()
    {
        _attendance.Expect(Interval);
        _time.Skip(TimeSpan.FromSeconds(10));
        _attendance.Look(_time.GetTimestamp());
        var resumed = _attendance.ResumedAt;

        _time.Skip(Attendance.Tolerance);
        _attendance.Look(_time.GetTimestamp());
        var soon = _attendance.ResumedAt;
        _time.Skip(Moment);
        _attendance.Look(_time.GetTimestamp());

        Assert.Equal((resumed, _time.GetTimestamp()), (soon, _attendance.ResumedAt));
    }

    [Fact]
    public void Look_DriverRunsOnTime_NeverSeesAPause()
    {
        for (var i = 0; i < 20; i++)
        {
            _attendance.Expect(Interval);
            _time.Skip(Interval);
            _attendance.Look(_time.GetTimestamp());
        }

        Assert.Empty(_pauses);
    }

    [Fact]
    public void Expect_AfterAPauseInTheMiddleOfTheDriversRun_SeesIt()
    {
        _attendance.Expect(Interval);
        _attendance.Look(_time.GetTimestamp());
        _time.Skip(TimeSpan.FromSeconds(10));

        _attendance.Expect(Interval);

        Assert.Equal((_time.GetTimestamp(), 9.0), (_attendance.ResumedAt, Assert.Single(_pauses)));
    }

    [Fact]
    public void Look_DriverWaitsToBeWoken_SeesNoPause()
    {
        _attendance.Expect(Interval);
        _attendance.Expect(Timeout.InfiniteTimeSpan);
        _time.Skip(TimeSpan.FromHours(1));

        _attendance.Look(_time.GetTimestamp());

        Assert.Empty(_pauses);
    }

    [Fact]
    public void Look_TimestampFromBeforeThePause_DoesNotTakeItBack()
    {
        var before = _time.GetTimestamp();
        _attendance.Expect(Interval);
        _time.Skip(TimeSpan.FromSeconds(10));
        _attendance.Look(_time.GetTimestamp());

        _attendance.Look(before);

        Assert.Equal(_time.GetTimestamp(), _attendance.ResumedAt);
    }
}
