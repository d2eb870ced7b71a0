using MessageLB.Dispatcher.Recording;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Recording;

public sealed class GroupRecordingTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly GroupRecorder _recorder = new();

    [Fact]
    public void Arrived_NobodyRecords_IsForgotten()
    {
        Arrive("invoice");
        using var recording = Begin();

        Assert.False(recording.Events.TryRead(out _));
    }

    [Fact]
    public void Arrived_Recorded_TellsTimeKindAndHashOfTheKey()
    {
        _time.Advance(TimeSpan.FromSeconds(5));
        using var recording = Begin();
        _time.Advance(TimeSpan.FromMilliseconds(1.5));
        Arrive("invoice", "customer-7");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Arrive(null, "customer-7"u8.ToArray());
        Arrive(null);

        // The first 16 digits of: printf customer-7 | sha256sum
        Assert.Equal(
            [
                new RecordedEvent(TimeSpan.FromMilliseconds(1.5), "invoice", 0xacade5fe58d0b5a8),
                new RecordedEvent(TimeSpan.FromMilliseconds(2.5), "", 0xacade5fe58d0b5a8),
                new RecordedEvent(TimeSpan.FromMilliseconds(2.5), "", null),
            ],
            Read(recording));
    }

    [Fact]
    public void Arrived_Redelivered_IsNoArrival()
    {
        using var recording = Begin();

        _recorder.Arrived(new Delivery(1, "", "k", Redelivered: true, new MessageProperties(), default));

        Assert.Empty(Read(recording));
    }

    [Fact]
    public void Reported_TwoHeartbeats_TellsWhatTheSecondAdds()
    {
        using var recording = Begin();
        _recorder.Reported(Heartbeat(1, done: 10, busyMs: 100));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        _recorder.Reported(Heartbeat(2, done: 13, busyMs: 112.6));

        var report = Assert.Single(Read(recording));
        Assert.Equal((TimeSpan.FromMilliseconds(20), "", "a", 3), (report.At, report.Kind, report.Destination, report.Count));
        Assert.Equal(4.2, report.MeanMs, 9);
        Assert.False(report.IsArrival);
    }

    [Fact]
    public void Time_Over_EndsAndLetsTheNextBegin()
    {
        using var recording = Begin(TimeSpan.FromSeconds(2));
        Assert.False(Create(Minute).TryBegin());
        Arrive("a");
        _time.Advance(TimeSpan.FromSeconds(2));
        Arrive("b");

        Assert.Equal(["a"], Read(recording).Select(e => e.Kind));
        Assert.True(recording.Events.Completion.IsCompletedSuccessfully);
        Assert.Equal((RecordingEnd.Time, TimeSpan.FromSeconds(2)), (recording.End, recording.Elapsed));
        Assert.Equal(0, _time.Timers);
        using var next = Begin();
    }

    [Fact]
    public void Stop_Twice_EndsOnceAndStopsTheClock()
    {
        using var recording = Begin();
        _time.Advance(TimeSpan.FromSeconds(1));
        recording.Stop();
        _time.Advance(TimeSpan.FromSeconds(1));
        recording.Stop();

        Assert.Equal((RecordingEnd.Stopped, TimeSpan.FromSeconds(1), 0), (recording.End, recording.Elapsed, _time.Timers));
    }

    [Fact]
    public void Arrived_MoreThanTheReaderTakes_IsLeftOutAndCounted()
    {
        using var recording = Begin();

        for (var i = 0; i < GroupRecording.Capacity + 3; i++) Arrive("a");

        Assert.Equal(3, recording.LeftOut);
        Assert.Equal(GroupRecording.Capacity, Read(recording).Count);
        Arrive("b");
        Assert.Equal("b", Assert.Single(Read(recording)).Kind);
        Assert.Equal(3, recording.LeftOut);
    }

    [Fact]
    public void Arrived_AsManyAsARecordingMayHave_EndsIt()
    {
        using var recording = Begin();
        var read = 0;
        for (var i = 0; i < GroupRecording.MostEvents + 5; i++)
        {
            Arrive("a");
            if (recording.Events.TryRead(out _)) read++;
        }

        Assert.Equal((GroupRecording.MostEvents, RecordingEnd.Limit, 0), (read, recording.End, recording.LeftOut));
    }

    [Fact]
    public void Arrived_NobodyRecords_AllocatesNothing()
    {
        var delivery = new Delivery(1, "", "k", false, new MessageProperties { Type = "a" }, default);
        _recorder.Arrived(delivery);

        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 1000; i++) _recorder.Arrived(delivery);
        });

        Assert.Equal(0, allocated);
    }

    private GroupRecording Begin(TimeSpan? duration = null)
    {
        var recording = Create(duration ?? Minute);
        Assert.True(recording.TryBegin());
        return recording;
    }

    private GroupRecording Create(TimeSpan duration) => new(_recorder, RecordedGroups.Orders, duration, _time);

    private void Arrive(string? kind, object? key = null)
    {
        var headers = key is null ? null : new Dictionary<string, object?> { [HeaderNames.Key] = key };
        _recorder.Arrived(new Delivery(1, "", "k", false, new MessageProperties { Type = kind, Headers = headers }, default));
    }

    private static List<RecordedEvent> Read(GroupRecording recording)
    {
        var events = new List<RecordedEvent>();
        while (recording.Events.TryRead(out var happened)) events.Add(happened);
        return events;
    }

    private static Heartbeat Heartbeat(long sequence, long done, double busyMs) =>
        new() { Group = "orders", Destination = "a", Instance = "i", Sequence = sequence, Done = done, BusyMs = busyMs };
}
