using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

/// <summary>In a large group, some messages in a row go to one destination where they are very short.</summary>
public sealed class SeriesTests
{
    private const int Destinations = 64;

    [Theory]
    [InlineData(64, 4)] // a sixteenth of the group
    [InlineData(3, 3)] // what the destination takes in a row
    [InlineData(1, 1)]
    public void TryPick_LoadPolicyAndShortMessages_GivesSoManyInARow(int length, int expected)
    {
        var policy = Turns();
        var picker = Fleet.Picker(policy);
        var snapshot = Group(length);

        var picked = Enumerable.Range(0, 3 * expected).Select(_ => picker.Pick(snapshot)!.Slot).ToArray();

        Assert.Equal([.. Enumerable.Repeat(1, expected), .. Enumerable.Repeat(2, expected), .. Enumerable.Repeat(3, expected)], picked);
        Assert.Equal(3, policy.Asked.Count);
    }

    [Fact]
    public void TryPick_SmallGroup_AsksForEach()
    {
        var picker = Fleet.Picker(Turns());
        var snapshot = Group(64, destinations: 31);

        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(_ => picker.Pick(snapshot)!.Slot));
    }

    [Fact]
    public void TryPick_PolicyThatGoesByMore_AsksForEach()
    {
        var picker = Fleet.Picker(Turns(goesByLoad: false));
        var snapshot = Group(64);

        Assert.Equal([1, 2, 3, 4], Enumerable.Range(0, 4).Select(_ => picker.Pick(snapshot)!.Slot));
    }

    [Fact]
    public void TryPick_ItsCreditIsUsedUp_GoesOnWithAnother()
    {
        var picker = Fleet.Picker(Turns());
        var group = Group(64);
        group.Eligible[1].Credit.Resize(2);

        Assert.Equal([1, 1, 2, 2, 2, 2, 3], Enumerable.Range(0, 7).Select(_ => picker.Pick(group)!.Slot));
    }

    [Fact]
    public void TryPick_AllOfTheSeriesIsDone_AsksAgain()
    {
        var picker = Fleet.Picker(Turns());
        var group = Group(64);
        picker.Pick(group);
        Assert.Same(group.Eligible[1], picker.Pick(group));

        group.Eligible[1].Credit.Return(2);

        Assert.Same(group.Eligible[2], picker.Pick(group));
    }

    [Fact]
    public void TryPick_GroupChanged_AsksAgain()
    {
        var picker = Fleet.Picker(Turns());
        var group = Group(64);
        picker.Pick(group);

        Assert.Equal(2, picker.Pick(Fleet.Snapshot(group.Eligible))!.Slot);
    }

    [Fact]
    public void TryPick_MessageThatWasTriedThere_GoesElsewhereAndBeginsNoSeries()
    {
        var picker = Fleet.Picker(new ScriptedPolicy(candidates => candidates[0]) { GoesByLoad = true });
        var group = Group(64);
        picker.Pick(group);
        var tried = new MessageProperties { Headers = new Dictionary<string, object?> { [HeaderNames.Tried] = "d0" } };

        Assert.Equal(1, picker.TryPick(group, "key", tried)!.Slot);
        Assert.Equal(0, picker.Pick(group)!.Slot);
    }

    [Fact]
    public void TryPick_SomebodyLooks_SeesWhatTheChoiceIsMadeFrom()
    {
        var policy = Turns();
        var picker = Fleet.Picker(policy);
        var group = Group(64);
        picker.Pick(group);

        Assert.Equal(2, picker.TryPick(group, "key", Fleet.Properties, new Onlooker())!.Slot);
        Assert.Equal(2, policy.Asked.Count);
    }

    [Theory]
    [InlineData("least_connections")]
    [InlineData("weighted_least_connections")]
    [InlineData("response_time")]
    public void Fleet_OfShortMessages_EvenLoadToWithinASeries(string policy)
    {
        var picker = Fleet.Picker(RoutingPolicyRegistry.BuiltIn.Create(policy, GroupConfig.Default));
        var group = Group(64, service: 0.00001);

        for (var i = 0; i < Destinations * 40; i++) picker.Pick(group);

        Assert.All(group.Eligible, d => Assert.Equal(40, d.Credit.InFlight));
    }

    // Chooses slot 1, then 2, then 3 …
    private static ScriptedPolicy Turns(bool goesByLoad = true)
    {
        var next = 0;
        return new ScriptedPolicy(candidates =>
        {
            next++;
            return candidates.First(d => d.Slot == next);
        })
        { GoesByLoad = goesByLoad };
    }

    private static GroupSnapshot Group(int seriesLength, int destinations = Destinations, double service = 0)
    {
        var all = Enumerable.Range(0, destinations).Select(slot => Fleet.Destination(slot, $"d{slot}", service: service)).ToArray();
        foreach (var destination in all) destination.SeriesLength = seriesLength;
        return Fleet.Snapshot(all);
    }

    private sealed class Onlooker : IPickWitness
    {
        public void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates)
        {
        }
    }
}
