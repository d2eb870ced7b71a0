using FsCheck.Fluent;
using MessageLB.Core.Health;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Health;

public sealed class PoisonWatchTests
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly PoisonWatch _watch = new(4, Memory);

    [Fact]
    public void Failed_OneDestinationOnly_ForgivesNothing()
    {
        for (var i = 0; i < 100; i++) Assert.Empty(_watch.Failed("m", "a", Start));
    }

    [Fact]
    public void Failed_ManyMessagesAtOneDestination_ForgivesNothing()
    {
        for (var i = 0; i < 100; i++) Assert.Empty(_watch.Failed($"m{i}", "a", Start));
    }

    [Fact]
    public void Failed_SecondDestination_ForgivesTheFailuresOfBoth()
    {
        _watch.Failed("m", "a", Start);
        _watch.Failed("other", "b", Start);
        _watch.Failed("m", "a", Start);

        Assert.Equal([new ForgivenFailures("a", 2), new ForgivenFailures("b", 1)], _watch.Failed("m", "b", Start));
    }

    [Fact]
    public void Failed_KnownPoison_ForgivesEachFurtherFailureOnce()
    {
        _watch.Failed("m", "a", Start);
        _watch.Failed("m", "b", Start);

        Assert.Equal([new ForgivenFailures("c", 1)], _watch.Failed("m", "c", Start));
        Assert.Equal([new ForgivenFailures("a", 1)], _watch.Failed("m", "a", Start));
    }

    [Fact]
    public void Failed_LongerAgoThanItsMemory_IsForgotten()
    {
        _watch.Failed("m", "a", Start);
        _watch.Failed("n", "a", Start);

        Assert.Equal(2, _watch.Failed("m", "b", Start + Memory).Count);
        Assert.Empty(_watch.Failed("n", "b", Start + Memory + TimeSpan.FromTicks(1)));
        Assert.Equal(2, _watch.Count);
    }

    [Fact]
    public void Failed_OneMoreThanItRemembers_ForgetsTheOneThatFailedLongestAgo()
    {
        foreach (var id in new[] { "1", "2", "3", "4", "1", "5" }) _watch.Failed(id, "a", Start);

        Assert.Equal(4, _watch.Count);
        Assert.Equal(2, _watch.Failed("1", "b", Start).Count);
        Assert.Empty(_watch.Failed("2", "b", Start));
    }

    [Fact]
    public void Failed_AnyOrder_AgreesWithTheModel() => RandomCommands.Check(
        from kind in Gen.Choose(0, 3)
        from message in Gen.Choose(0, 6)
        from destination in Gen.Choose(0, 2)
        select (kind, message, destination),
        commands =>
        {
            var watch = new PoisonWatch(4, Memory);
            var now = Start;
            // Every failure of a message with whether it was forgiven; the message that failed longest ago first.
            var model = new List<(int Message, TimeSpan At, List<string> Failures, int Forgiven)>();
            foreach (var (kind, message, number) in commands)
            {
                if (kind == 0) now += TimeSpan.FromMinutes(message);
                var destination = $"d{number}";
                model.RemoveAll(one => now - one.At > Memory);
                var known = model.FindIndex(one => one.Message == message);
                if (known < 0 && model.Count == 4) model.RemoveAt(0);
                var (failures, forgiven) = known < 0 ? ([], 0) : (model[known].Failures, model[known].Forgiven);
                if (known >= 0) model.RemoveAt(known);
                failures.Add(destination);
                var expected = failures.Distinct().Count() < 2 ? [] : failures.Skip(forgiven).ToList();
                model.Add((message, now, failures, forgiven + expected.Count));

                var actual = watch.Failed($"m{message}", destination, now);

                Assert.Equal(expected, actual.SelectMany(one => Enumerable.Repeat(one.Destination, one.Failures)));
                Assert.Equal(model.Count, watch.Count);
            }
        });
}
