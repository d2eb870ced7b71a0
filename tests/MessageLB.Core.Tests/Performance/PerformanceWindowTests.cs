using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Performance;
using MessageLB.Measurement;
using Xunit;

namespace MessageLB.Core.Tests.Performance;

public sealed class PerformanceWindowTests
{
    private readonly PerformanceWindow _window = new(TimeSpan.FromSeconds(60));

    [Fact]
    public void Read_NothingNoted_IsNothing() => Assert.Equal(default, _window.Read(Counted(5), TimeSpan.FromSeconds(3)));

    [Fact]
    public void Read_SinceTheStart_IsAllSinceTheFirstNote()
    {
        _window.Note(Counted(100), TimeSpan.FromSeconds(10));

        Assert.Equal(new PerformanceFigures(TimeSpan.FromSeconds(7), Counted(30)), _window.Read(Counted(130), TimeSpan.FromSeconds(17)));
    }

    [Fact]
    public void Note_BeforeAStepIsOver_IsNotTaken()
    {
        Assert.True(_window.Note(Counted(0), TimeSpan.Zero));
        Assert.False(_window.Note(Counted(1), TimeSpan.FromSeconds(4.9)));
        Assert.True(_window.Note(Counted(2), TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public void Read_AfterALongTimeUnasked_DoesNotReachBeyondTheWindow()
    {
        _window.Note(Counted(0), TimeSpan.Zero);
        _window.Note(Counted(1000), TimeSpan.FromHours(1));

        Assert.Equal(new PerformanceFigures(TimeSpan.FromSeconds(2), Counted(5)), _window.Read(Counted(1005), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void History_OfAFullWindow_IsEachStep()
    {
        for (var i = 0; i <= 20; i++) _window.Note(Counted(i * i), TimeSpan.FromSeconds(5 * i));

        var history = _window.History(TimeSpan.FromSeconds(100));

        Assert.Equal(Enumerable.Range(8, 12).Select(i => new PerformanceFigures(TimeSpan.FromSeconds(5), Counted((2 * i) + 1))), history);
    }

    [Fact]
    public void Read_AnyCountsAtAnyTimes_IsWhatACompleteLogSays()
    {
        var commands = Gen.Choose(0, 3000).Zip(Gen.Choose(0, 50)).ListOf().ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(commands, steps =>
        {
            var window = new PerformanceWindow(TimeSpan.FromSeconds(60));
            var log = new List<(TimeSpan At, PerformanceCounters Counters)>();
            foreach (var (milliseconds, more) in steps)
            {
                var (at, counters) = log.Count > 0 ? log[^1] : default;
                (at, counters) = (at + TimeSpan.FromMilliseconds(milliseconds), counters + Counted(more));
                log.Add((at, counters));
                window.Note(counters, at);
                var read = window.Read(counters, at);
                if (read.Over > window.Length || !log.Any(l => l.At == at - read.Over && counters - l.Counters == read.Counted)) return false;
                // Steps end up to 3 s late here.
                if (at - log[0].At > window.Length && read.Over < window.Length - (2 * TimeSpan.FromSeconds(8))) return false;
            }

            return true;
        }));
    }

    [Fact]
    public void Note_TimesBeforeTheFirstStep_CountInIt()
    {
        _window.Note(default, TimeSpan.FromSeconds(1), Times(3));

        Assert.Equal(3, MessagesTimed(_window, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Note_TimesWithTheNoteThatEndsAStep_BelongToThatStep()
    {
        _window.Note(default, TimeSpan.Zero);
        _window.Note(Counted(1), TimeSpan.FromSeconds(3), Times(2));
        _window.Note(Counted(2), TimeSpan.FromSeconds(5), Times(4));
        _window.Note(Counted(3), TimeSpan.FromSeconds(10));

        Assert.Equal([6L, null], _window.History(TimeSpan.FromSeconds(10)).Select(step => MessagesOf(step.Times)));
    }

    [Fact]
    public void Copy_ThenMoreTimes_KnowsOnlyTheFormer()
    {
        _window.Note(default, TimeSpan.Zero, Times(2));
        var copy = _window.Copy();

        _window.Note(default, TimeSpan.FromSeconds(1), Times(5));

        Assert.Equal((2, 7), (MessagesTimed(copy, TimeSpan.FromSeconds(1)), MessagesTimed(_window, TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void AddTimes_AnyTimesAtAnyMoments_AreThoseOfACompleteLog()
    {
        var commands = Gen.Choose(0, 3000).Zip(Gen.Choose(0, 9)).ListOf().ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(commands, steps =>
        {
            var window = new PerformanceWindow(TimeSpan.FromSeconds(60));
            var log = new List<(TimeSpan At, long Messages)>();
            var at = TimeSpan.Zero;
            foreach (var (milliseconds, messages) in steps)
            {
                at += TimeSpan.FromMilliseconds(milliseconds);
                log.Add((at, messages));
                // Counters that grow as the times do, so that one tells what the other has to be.
                var sum = log.Sum(l => l.Messages);
                window.Note(log.Count == 1 ? default : Counted(sum), at, messages == 0 ? null : Times(messages));
                var figures = window.Read(Counted(sum), at);
                if (MessagesTimed(window, at) != figures.Counted.Done) return false;
            }

            return window.History(at).All(step => (MessagesOf(step.Times) ?? 0) == step.Counted.Done);
        }));
    }

    private static TimeHistogram Times(long messages) => TimeHistogram.Of(50, [messages])!;

    private static long? MessagesOf(TimeHistogram? times) => times?.AddTo(new long[TimeBuckets.Count]);

    private static long MessagesTimed(PerformanceWindow window, TimeSpan now)
    {
        var sums = new TimeSums();
        window.AddTimes(sums, now);
        return sums.Messages;
    }

    private static PerformanceCounters Counted(long done) => new(done, done, 0, done * 0.5, 0);
}
