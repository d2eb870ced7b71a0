using MessageLB.Dispatcher.Recording;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Recording;

public sealed class ServiceReportsTests
{
    private readonly ServiceReports _reports = new();
    private long _sequence;

    [Fact]
    public void Take_First_AddsNothing()
    {
        Assert.Empty(_reports.Take(Heartbeat(done: 5, busyMs: 50)));
    }

    [Fact]
    public void Take_DoneAndFailed_CountBoth()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50));

        Assert.Equal([new("", new KindCounts(3, 30))], _reports.Take(Heartbeat(done: 7, failed: 1, busyMs: 80)));
    }

    [Fact]
    public void Take_NothingNew_AddsNothing()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50));

        Assert.Empty(_reports.Take(Heartbeat(done: 5, busyMs: 50)));
    }

    [Fact]
    public void Take_Kinds_AreToldApart()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50, kinds: new() { [""] = new(2, 20), ["a"] = new(3, 30) }));

        Assert.Equal(
            [new("a", new KindCounts(1, 5)), new("b", new KindCounts(2, 8))],
            _reports.Take(Heartbeat(done: 8, busyMs: 63, kinds: new() { [""] = new(2, 20), ["a"] = new(4, 35), ["b"] = new(2, 8) })));
    }

    [Fact]
    public void Take_FirstKindSeen_LeavesWhatCameBeforeWithoutOne()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50));

        Assert.Equal(
            [new("", new KindCounts(1, 10)), new("a", new KindCounts(1, 3))],
            _reports.Take(Heartbeat(done: 7, busyMs: 63, kinds: new() { [""] = new(6, 60), ["a"] = new(1, 3) })));
    }

    [Fact]
    public void Take_CountersWentDown_AddsNothingAndBeginsAnew()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50));

        Assert.Empty(_reports.Take(Heartbeat(done: 1, busyMs: 4)));
        Assert.Equal([new("", new KindCounts(2, 6))], _reports.Take(Heartbeat(done: 3, busyMs: 10)));
    }

    [Fact]
    public void Take_Instances_AreCountedApart()
    {
        _reports.Take(Heartbeat(done: 5, busyMs: 50));

        Assert.Empty(_reports.Take(Heartbeat(done: 9, busyMs: 90, instance: "other")));
    }

    private Heartbeat Heartbeat(long done, double busyMs, long failed = 0, string instance = "i", Dictionary<string, KindCounts>? kinds = null) => new()
    {
        Group = "orders",
        Destination = "a",
        Instance = instance,
        Sequence = ++_sequence,
        Done = done,
        Failed = failed,
        BusyMs = busyMs,
        Kinds = kinds ?? [],
    };
}
