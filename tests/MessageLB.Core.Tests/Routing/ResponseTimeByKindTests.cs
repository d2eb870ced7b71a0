using MessageLB.Core.Groups;
using MessageLB.Core.Kinds;
using MessageLB.Core.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class ResponseTimeByKindTests
{
    private static readonly MessageProperties Short = new() { Type = "short" };
    private static readonly MessageProperties Long = new() { Type = "long" };

    private readonly KindTable _table = new();

    public ResponseTimeByKindTests()
    {
        _table.Learn("short");
        _table.Learn("long");
    }

    [Theory]
    [InlineData(1, 2, 2.05)] // 2 × 10 s + 0.5 s ÷ 10 hands
    [InlineData(1, 0, 0.5)] // hands free
    [InlineData(2, 1, 10)] // as long as itself, at least
    [InlineData(2, 19, 20)]
    [InlineData(0, 2, 3)] // without a kind: 3 s
    [InlineData(0, 8, 8.3)]
    public void ExpectedSeconds_OfAKind_IsWorkAndItselfOverTheHands(int kind, int longs, double expected)
    {
        var destination = Destination(0, concurrency: 10, mean: 3, shortSeconds: 0.5, longSeconds: 10, longs: longs);

        Assert.Equal(expected, ResponseTimePolicy.ExpectedSeconds(destination, kind), 9);
    }

    [Fact]
    public void ExpectedSeconds_KindsAllAlike_IsThatWithoutKinds()
    {
        for (var inFlight = 0; inFlight < 12; inFlight++)
        {
            var plain = Fleet.Destination(0, concurrency: 4, service: 0.02, inFlight: inFlight);
            var byKind = Destination(0, concurrency: 4, mean: 0.02, shortSeconds: 0.02, longSeconds: 0.02, shorts: inFlight - (inFlight / 3), longs: inFlight / 3);

            Assert.Equal(ResponseTimePolicy.ExpectedSeconds(plain), ResponseTimePolicy.ExpectedSeconds(byKind, 1), 12);
            Assert.Equal(ResponseTimePolicy.ExpectedSeconds(plain), ResponseTimePolicy.ExpectedSeconds(byKind, 2), 12);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ExpectedSecondsBefore_AfterOneWasHandedOver_IsWhatWasExpectedBefore(int kind)
    {
        var destination = Destination(0, concurrency: 10, mean: 3, shortSeconds: 0.5, longSeconds: 10, shorts: 5, longs: 12);
        var expected = ResponseTimePolicy.ExpectedSeconds(destination, kind);

        Assert.True(destination.TryTake(kind, null));

        Assert.Equal(expected, ResponseTimePolicy.ExpectedSecondsBefore(destination, kind), 9);
        Assert.NotEqual(expected, ResponseTimePolicy.ExpectedSeconds(destination, kind), 9);
    }

    [Fact]
    public void Pick_ManyShortOnesHereOneLongOneThere_GoesToTheShortOnes()
    {
        var group = Snapshot(Destination(0, shorts: 9), Destination(1, longs: 1));

        Assert.Equal("a", Pick(group, Short));
        Assert.Equal("a", Pick(group, Long));
    }

    [Fact]
    public void Pick_EachKindHasItsOwnFastWorker_IsThatOne()
    {
        var group = Snapshot(Destination(0, shortSeconds: 0.001, longSeconds: 0.2), Destination(1, shortSeconds: 0.002, longSeconds: 0.1));

        Assert.Equal(("a", "b"), (Pick(group, Short), Pick(group, Long)));
    }

    [Theory]
    [InlineData(100, "a")]
    [InlineData(201, "b")]
    public void Pick_Weight_DividesTheExpectation(int weight, string expected)
    {
        var group = Snapshot(Destination(0, longSeconds: 0.1), Destination(1, longSeconds: 0.2, weight: weight));

        Assert.Equal(expected, Pick(group, Long));
    }

    [Fact]
    public void Pick_TakesWorkAndSeesItInTheNextPick()
    {
        var group = Snapshot(Destination(0), Destination(1));
        using var picker = Fleet.Picker(new ResponseTimePolicy());

        var first = picker.TryPick(group, "key", Long)!;
        var rest = Enumerable.Range(0, 50).Select(_ => picker.TryPick(group, "key", Short)!).ToList();

        Assert.All(rest, picked => Assert.NotSame(first, picked));
        Assert.Equal((1, 0), (first.Kinds!.InFlight(2), first.Kinds.InFlight(1)));
        Assert.Equal(0.1, first.WorkSeconds, 9);
        Assert.Equal(0.05, rest[0].WorkSeconds, 9);
    }

    [Fact]
    public void Pick_WorkIsReturned_IsSeen()
    {
        var (a, b) = (Destination(0, longs: 1), Destination(1, shorts: 5));
        var group = Snapshot(a, b);
        using var picker = Fleet.Picker(new ResponseTimePolicy());
        Assert.Same(b, picker.Choose(group, "key", Short));

        a.Credit.Return(1);
        a.Kinds!.Return(2, 1);
        a.Changed(null);

        Assert.Same(a, picker.Choose(group, "key", Short));
    }

    [Fact]
    public void Pick_Ties_AreBrokenUniformly()
    {
        var group = Snapshot([.. Enumerable.Range(0, 5).Select(slot => Destination(slot, longs: slot == 1 ? 1 : 0))]);
        using var picker = Fleet.Picker(new ResponseTimePolicy(), seed: 7);

        var picks = Enumerable.Range(0, 10_000).Select(_ => picker.Choose(group, "key", Short)!.Name[0]).ToList();

        Assert.DoesNotContain('b', picks);
        Statistics.AssertUniform([.. "acde".Select(name => picks.Count(p => p == name))]);
    }

    [Fact]
    public void Pick_MoreCandidatesThanAreLookedAt_IsNeverWorseThanTheFavourite()
    {
        var group = Snapshot([.. Enumerable.Range(0, 500).Select(slot => Destination(slot, name: $"d{slot}", longs: slot == 321 ? 0 : 1))]);
        using var picker = Fleet.Picker(new ResponseTimePolicy());

        Assert.Equal("d321", picker.Choose(group, "key", Long)!.Name);
    }

    [Fact]
    public void Pick_FastOneOfAKindAmongMany_IsFoundByChance()
    {
        var group = Snapshot([.. Enumerable.Range(0, 100).Select(slot => Destination(slot, name: $"d{slot}", longSeconds: slot < 50 ? 0.1 : 0.2))]);
        using var picker = Fleet.Picker(new ResponseTimePolicy());

        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0.1, picker.Choose(group, "key", Long)!.ServiceSecondsOf(2)));
    }

    private static string Pick(GroupSnapshot group, MessageProperties properties)
    {
        using var picker = Fleet.Picker(new ResponseTimePolicy());
        return picker.Choose(group, "key", properties)!.Name;
    }

    private GroupSnapshot Snapshot(params DestinationState[] eligible) => new(1, eligible, [], _table);

    private DestinationState Destination(
        int slot,
        string? name = null,
        int concurrency = 1,
        int weight = 100,
        double mean = 0.01,
        double shortSeconds = 0.001,
        double longSeconds = 0.1,
        int shorts = 0,
        int longs = 0)
    {
        var destination = Fleet.Destination(slot, name, weight, concurrency: concurrency, service: mean);
        destination.Kinds = new KindBooks(_table);
        destination.Kinds.SetSeconds(0, mean);
        destination.Kinds.SetSeconds(1, shortSeconds);
        destination.Kinds.SetSeconds(2, longSeconds);
        for (var i = 0; i < shorts; i++) Assert.True(destination.TryTake(1, null));
        for (var i = 0; i < longs; i++) Assert.True(destination.TryTake(2, null));
        return destination;
    }
}
