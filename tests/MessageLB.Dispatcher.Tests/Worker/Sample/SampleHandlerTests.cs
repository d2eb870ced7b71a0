using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Sample;

public sealed class SampleHandlerTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_NoWork_IsDoneAtOnce()
    {
        var handler = new SampleHandler(new SampleHandlerOptions(), _time);

        var handled = handler.HandleAsync(NewMessage(), Token).AsTask();

        Assert.True(handled.IsCompletedSuccessfully);
        Assert.Equal(HandlerResult.Done, await handled);
    }

    [Fact]
    public async Task Handle_Speed_DividesTheTime()
    {
        var completed = new List<(string?, TimeSpan)>();
        var handler = new SampleHandler(
            new SampleHandlerOptions { Work = WorkDistribution.Parse("const:10ms"), Speed = 2, Completed = (m, t) => completed.Add((m.MessageId, t)) }, _time);

        var handled = handler.HandleAsync(NewMessage("m1"), Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(4.9));
        var early = handled.IsCompleted;
        _time.Advance(TimeSpan.FromMilliseconds(0.1));

        Assert.False(early);
        Assert.Equal(HandlerResult.Done, await handled);
        Assert.Equal([("m1", TimeSpan.FromMilliseconds(5))], completed);
    }

    [Fact]
    public async Task Handle_SlowDown_TakesSoManyTimesAsLongFromThatTimeOn()
    {
        var completed = new List<TimeSpan>();
        var handler = new SampleHandler(
            new SampleHandlerOptions { Work = WorkDistribution.Parse("const:10ms"), SlowDown = new SlowDown(4, TimeSpan.FromMilliseconds(20)), Completed = (_, t) => completed.Add(t) }, _time);

        for (var i = 0; i < 4; i++)
        {
            var handled = handler.HandleAsync(NewMessage(), Token).AsTask();
            while (!handled.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(10));
            await handled;
        }

        Assert.Equal([10, 10, 40, 40], completed.Select(t => t.TotalMilliseconds));
    }

    [Theory]
    [InlineData("4@30s", 4, 30, "4@30s")]
    [InlineData("0.5@1500ms", 0.5, 1.5, "0.5@1.5s")]
    public void SlowDown_AsPeopleWriteIt_IsRead(string text, double factor, double seconds, string written)
    {
        Assert.True(SlowDown.TryParse(text, out var slowDown, out _));

        Assert.Equal((new SlowDown(factor, TimeSpan.FromSeconds(seconds)), written), (slowDown, slowDown.ToString()));
    }

    [Theory]
    [InlineData("4", "it has no '@' between factor and time")]
    [InlineData("0@1s", "'0' is no number above 0 and up to 1000")]
    [InlineData("4@30", "'30' has no unit (us, ms, s, m)")]
    public void SlowDown_Mistake_SaysWhichAndHowToWriteIt(string text, string reason)
    {
        Assert.False(SlowDown.TryParse(text, out _, out var error));

        Assert.Equal($"'{text}' is no slow-down: {reason}. Write 4@30s for four times as long from 30 s after the first message.", error);
    }

    [Fact]
    public async Task Handle_SlowAfter_TakesTenTimesAsLongFromThenOn()
    {
        var completed = new List<TimeSpan>();
        var handler = new SampleHandler(
            new SampleHandlerOptions { Work = WorkDistribution.Parse("const:10ms"), SlowAfter = 1, Completed = (_, t) => completed.Add(t) }, _time);

        for (var i = 0; i < 3; i++)
        {
            var handled = handler.HandleAsync(NewMessage(), Token).AsTask();
            while (!handled.IsCompleted) _time.Advance(TimeSpan.FromMilliseconds(10));
            await handled;
        }

        Assert.Equal([TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100)], completed);
    }

    [Fact]
    public void Handle_StuckAfter_OnlyThoseInTheMiddleNeverEnd()
    {
        var handler = new SampleHandler(new SampleHandlerOptions { Stuck = 2, StuckAfter = 1 }, _time);

        var handled = Enumerable.Range(0, 4).Select(_ => handler.HandleAsync(NewMessage(), Token).AsTask().IsCompleted).ToList();

        Assert.Equal([true, false, false, true], handled);
    }

    [Fact]
    public async Task Handle_Stuck_TheFirstOnesNeverEndAndTheNextIsDone()
    {
        using var cancelled = new CancellationTokenSource();
        var handler = new SampleHandler(new SampleHandlerOptions { Stuck = 2 }, _time);

        var stuck = new[] { handler.HandleAsync(NewMessage(), cancelled.Token).AsTask(), handler.HandleAsync(NewMessage(), cancelled.Token).AsTask() };
        var next = handler.HandleAsync(NewMessage(), cancelled.Token).AsTask();
        await cancelled.CancelAsync();

        Assert.All(stuck, s => Assert.False(s.IsCompleted));
        Assert.Equal(HandlerResult.Done, await next);
    }

    [Theory]
    [InlineData("const:2.3ms", 1000)]
    [InlineData("const:200us", 1000)]
    [InlineData("const:7ms", 1000)]
    public async Task Handle_LateTimers_MeanIsRightAllTheSame(string work, int messages)
    {
        var coarse = new CoarseTimeProvider(_time, late: TimeSpan.FromMilliseconds(0.4));
        var distribution = WorkDistribution.Parse(work);
        var handler = new SampleHandler(new SampleHandlerOptions { Work = distribution }, coarse);

        for (var i = 0; i < messages; i++)
        {
            var handled = handler.HandleAsync(NewMessage(), Token).AsTask();
            while (!handled.IsCompleted) _time.Advance(_time.NextDue!.Value);
            await handled;
        }

        // The error of the last wait is all that is left: at most one timer's lateness.
        var total = _time.Elapsed - (messages * distribution.Mean);
        Assert.InRange(total.TotalMilliseconds, 0, 1.4);
    }

    [Fact]
    public async Task Handle_TwoAtOnce_EachWaitsItsOwnTime()
    {
        var handler = new SampleHandler(new SampleHandlerOptions { Work = WorkDistribution.Parse("const:10ms") }, _time);

        var first = handler.HandleAsync(NewMessage(), Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(4));
        var second = handler.HandleAsync(NewMessage(), Token).AsTask();
        _time.Advance(TimeSpan.FromMilliseconds(6));
        var (firstDone, secondDone) = (first.IsCompleted, second.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(4));

        Assert.Equal((true, false, true), (firstDone, secondDone, second.IsCompleted));
        await first;
        await second;
    }

    [Fact]
    public async Task Handle_FailRate_RetriesThatShareAndCompletesTheRest()
    {
        var completed = 0;
        var handler = new SampleHandler(new SampleHandlerOptions { FailRate = 0.25, Seed = 3, Completed = (_, _) => completed++ }, _time);

        var results = new List<HandlerResult>();
        for (var i = 0; i < 4000; i++) results.Add(await handler.HandleAsync(NewMessage(), Token));

        // Five standard deviations of a binomial share.
        Assert.InRange(results.Count(r => r == HandlerResult.Retry("simulated failure")), 1000 - 137, 1000 + 137);
        Assert.Equal(results.Count(r => r == HandlerResult.Done), completed);
    }

    [Fact]
    public async Task Handle_Cancelled_Throws()
    {
        var handler = new SampleHandler(new SampleHandlerOptions { Work = WorkDistribution.Parse("const:10ms") }, _time);
        using var stop = new CancellationTokenSource();
        var cancelled = handler.HandleAsync(NewMessage(), stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await cancelled);
    }

    [Theory]
    [InlineData(0, 0, "The speed must be above 0.")]
    [InlineData(double.NaN, 0, "The speed must be above 0.")]
    [InlineData(1, 1.1, "The fail rate must be 0 to 1.")]
    [InlineData(1, -0.1, "The fail rate must be 0 to 1.")]
    public void Create_OutOfRange_SaysTheRule(double speed, double failRate, string rule)
    {
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => new SampleHandler(new SampleHandlerOptions { Speed = speed, FailRate = failRate }, _time));

        Assert.StartsWith(rule, thrown.Message, StringComparison.Ordinal);
    }

    private static Message NewMessage(string? id = null) => new(ReadOnlyMemory<byte>.Empty, new MessageProperties { MessageId = id });
}
