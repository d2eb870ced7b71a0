using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Receiving;
using MessageLB.Worker.Serving;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Receiving;

public sealed class HandlerSlotTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);
    private readonly ManualTimeProvider _time = new();
    private readonly List<(WorkItem Item, TimeSpan Ran)> _overdue = [];
    private readonly WorkerBooks _books;
    private readonly HandlerSlot _slot;

    public HandlerSlotTests()
    {
        _books = new WorkerBooks(WorkerSettings.From(new WorkerOptions { Group = "g", Name = "a" }), new ServiceState(1), _time, new Random(1));
        _slot = new HandlerSlot(Limit, _books, _time, (item, ran) => _overdue.Add((item, ran)));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _slot.Dispose();

    [Fact]
    public async Task Limit_CancelsThenGivesUpOnce()
    {
        var item = NewItem();
        var cancelled = _slot.Begin(item, _time.GetTimestamp());

        _time.Advance(Limit);
        await CancelledAsync(cancelled);
        var cause = _slot.Cause;
        _time.Advance(HandlerSlot.Grace - Moment);
        var before = _overdue.Count;
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((CancelCause.Limit, 0), (cause, before));
        Assert.Equal([(item, Limit + HandlerSlot.Grace)], _overdue);
        Assert.Equal(1, _books.Read(true, 1).TimedOut);
    }

    [Fact]
    public void End_InTime_NothingHappens()
    {
        var cancelled = _slot.Begin(NewItem(), _time.GetTimestamp());
        _time.Advance(Limit - Moment);

        _slot.End();
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((false, CancelCause.None, 0, 0), (cancelled.IsCancellationRequested, _slot.Cause, _overdue.Count, _time.Timers));
    }

    [Fact]
    public async Task Begin_AfterACancelledOne_HasATokenOfItsOwnAndTheWholeLimit()
    {
        var first = _slot.Begin(NewItem(), _time.GetTimestamp());
        _time.Advance(Limit);
        await CancelledAsync(first);
        _slot.End();

        var second = _slot.Begin(NewItem(), _time.GetTimestamp());
        _time.Advance(Limit - Moment);
        var before = second.IsCancellationRequested;
        _time.Advance(Moment);
        await CancelledAsync(second);

        Assert.False(before);
        Assert.Empty(_overdue);
    }

    [Fact]
    public async Task Cut_WithoutALimit_CancelsWhatRuns()
    {
        using var slot = new HandlerSlot(null, _books, _time, (_, _) => { });
        var idle = slot.Cut(isLeaving: true);
        var cancelled = slot.Begin(NewItem(), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromHours(1));
        var before = cancelled.IsCancellationRequested;

        var cut = slot.Cut(isLeaving: true);
        await CancelledAsync(cancelled);

        Assert.Equal((false, false, true, CancelCause.Drain), (idle, before, cut, slot.Cause));
    }

    [Fact]
    public async Task Cut_ThenTheLimit_StillMeansTheDrainAndIsGivenUpInTime()
    {
        var cancelled = _slot.Begin(NewItem(), _time.GetTimestamp());
        _slot.Cut(isLeaving: true);
        await CancelledAsync(cancelled);

        _time.Advance(Limit + HandlerSlot.Grace);

        Assert.Equal((CancelCause.Drain, 1, 0L), (_slot.Cause, _overdue.Count, _books.Read(true, 1).TimedOut));
    }

    private static Task CancelledAsync(CancellationToken cancelled)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancelled.UnsafeRegister(static t => ((TaskCompletionSource)t!).TrySetResult(), told);
        return told.Task.OrFailAsync("the cancellation", Token);
    }

    private static WorkItem NewItem() => WorkItem.Copy(
        new Delivery(1, string.Empty, "queue", false, new MessageProperties(), ReadOnlyMemory<byte>.Empty), null!, new WorkerInstance("g", "a", "i"), 0);
}
