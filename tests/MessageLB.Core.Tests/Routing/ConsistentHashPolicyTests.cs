using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Hashing;
using MessageLB.Core.Routing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class ConsistentHashPolicyTests : RoutingPolicyContract
{
    protected override string PolicyName => RoutingPolicyNames.ConsistentHash;

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Pick_SameKey_GoesToTheSameDestinationInEveryDispatcher(int count)
    {
        // Another order of slots and another source of randomness: only names count.
        var here = Fleet.Picker(Create(), seed: 1).Owners(Fleet.Snapshot(Named(count, slot => slot)), 500);
        var there = Fleet.Picker(Create(), seed: 2).Owners(Fleet.Snapshot(Named(count, slot => count - 1 - slot)), 500);

        Assert.Equal(here, there);
        Assert.True(here.Distinct().Count() > Math.Min(count, 100) / 2);
    }

    [Theory]
    [InlineData(10, "w1 w9 w6 w6 w2 w5 w8 w4 w1 w1 w7 w0")]
    [InlineData(200, "w152 w112 w70 w154 w52 w160 w38 w176 w81 w180 w27")]
    public void Pick_KnownKeys_GoWhereTheyWentInEarlierVersions(int count, string expected)
    {
        var owners = Fleet.Picker(Create()).Owners(Fleet.Snapshot(Named(count, slot => slot)), expected.Split(' ').Length);

        Assert.Equal(expected, string.Join(' ', owners));
    }

    [Theory]
    [InlineData(10, 40_000)]
    [InlineData(50, 40_000)]
    [InlineData(200, 100_000)]
    [InlineData(1000, 200_000)]
    public void Pick_OneLeavesOrJoins_MovesItsOwnKeysOnly(int count, int keys)
    {
        var picker = Fleet.Picker(Create());
        var group = Named(count, slot => slot);
        var before = picker.Owners(Fleet.Snapshot(group), keys);
        foreach (var leaving in new[] { 0, count - 1 })
        {
            var after = picker.Owners(Fleet.Snapshot(group.Where(d => d.Slot != leaving)), keys);
            var back = picker.Owners(Fleet.Snapshot(group), keys);

            var moved = Enumerable.Range(0, keys).Where(k => before[k] != after[k]).ToList();
            Assert.All(moved, k => Assert.Equal($"w{leaving}", before[k]));
            Assert.InRange(moved.Count, 0.7 * keys / count, 1.2 * keys / count);
            Assert.Equal(before, back);
        }
    }

    [Theory]
    [InlineData(12, 2)]
    [InlineData(100, 10)]
    public void Pick_Weights_AreTheSharesOfKeys(int count, int tolerance)
    {
        const int keys = 100_000;
        var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}", weight: slot % 4 == 0 ? 300 : 100)).ToArray();

        var owners = Fleet.Picker(Create()).Owners(Fleet.Snapshot(group), keys);

        var heavy = group.Where(d => d.Weight == 300).Select(d => d.Name).ToHashSet();
        Assert.Equal(50.0, 100.0 * owners.Count(heavy.Contains) / keys, tolerance: tolerance);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(100)]
    public void Pick_OneGetsAnotherWeight_MovesItsOwnKeysOnly(int count)
    {
        const int keys = 20_000;
        var picker = Fleet.Picker(Create());
        var group = Named(count, slot => slot);
        var before = picker.Owners(Fleet.Snapshot(group), keys);

        group[3].Weight = 150;
        var after = picker.Owners(Fleet.Snapshot(group), keys);

        Assert.All(Enumerable.Range(0, keys).Where(k => before[k] != after[k]), k => Assert.Equal("w3", after[k]));
        Assert.InRange(after.Count(name => name == "w3") / (double)before.Count(name => name == "w3"), 1.3, 1.7);
    }

    [Fact]
    public void Pick_GroupGrowsBeyondRendezvous_MovesAlmostAllKeysOnce()
    {
        // What the page says of this border.
        const int keys = 20_000;
        var picker = Fleet.Picker(Create());
        var group = Named(66, slot => slot);
        var at64 = picker.Owners(Fleet.Snapshot(group.Take(64)), keys);
        var at65 = picker.Owners(Fleet.Snapshot(group.Take(65)), keys);
        var at66 = picker.Owners(Fleet.Snapshot(group), keys);

        Assert.InRange(at64.Zip(at65).Count(k => k.First != k.Second), 0.97 * keys, keys);
        Assert.InRange(at65.Zip(at66).Count(k => k.First != k.Second), 1, 1.2 * keys / 66);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Pick_FewHotKeys_LoadStaysWithinTheBoundOfTheMean(int count)
    {
        var random = new Random(7);
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}", weight: slot % 2 == 0 ? 100 : 300)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var weights = group.Sum(d => d.Weight);
        for (var i = 1; i <= 100 * count; i++)
        {
            // Half of all messages have one of three keys.
            var key = random.Next(2) == 0 ? $"hot{random.Next(3)}" : $"k{random.Next()}";
            var picked = picker.TryPick(snapshot, "", Keys.Of(key))!;

            Assert.True(picked.Credit.InFlight <= Math.Ceiling(1.25 * i * picked.Weight / weights), $"{picked} has {picked.Credit.InFlight} of {i}");
        }
    }

    [Fact]
    public void Pick_OwnDestinationWithoutCredit_GoesToTheNextOfThatKeyAndBack()
    {
        var picker = Fleet.Picker(Create());
        var group = Named(8, slot => slot);
        var snapshot = Fleet.Snapshot(group);
        var before = picker.Owners(snapshot, 2000);
        group[2].Credit.Resize(0);
        var during = picker.Owners(snapshot, 2000);
        group[2].Credit.Resize(100);

        var without = picker.Owners(Fleet.Snapshot(group.Where(d => d.Slot != 2)), 2000);

        Assert.Equal(without, during);
        Assert.Equal(before, picker.Owners(snapshot, 2000));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(80)]
    public void Pick_StrictAndOwnDestinationWithoutCredit_HoldsTheMessage(int count)
    {
        var picker = Fleet.Picker(new ConsistentHashPolicy(new HashConfig { Strict = true }));
        var group = Named(count, slot => slot);
        var snapshot = Fleet.Snapshot(group);
        var own = picker.TryPick(snapshot, "", Keys.Of("customer-7"))!;
        own.Credit.Resize(1);

        Assert.Null(picker.TryPick(snapshot, "", Keys.Of("customer-7")));
        Assert.Equal(1, own.Credit.InFlight);
        own.Credit.Return(1);
        Assert.Same(own, picker.TryPick(snapshot, "", Keys.Of("customer-7")));
    }

    [Fact]
    public void Pick_StrictAndFarBeyondTheBound_StaysWithTheKey()
    {
        var picker = Fleet.Picker(new ConsistentHashPolicy(new HashConfig { Strict = true }));
        var snapshot = Fleet.Snapshot(Named(5, slot => slot));

        var picked = Enumerable.Range(0, 1000).Select(_ => picker.TryPick(snapshot, "", Keys.Of("hot"))).Distinct();

        Assert.Single(picked);
    }

    [Fact]
    public void Pick_WithoutKey_GoesByChanceAndWeight()
    {
        int[] weights = [100, 300, 200, 100];
        var group = Fleet.Weighted(weights);

        var picks = Fleet.Picker(Create(), seed: 3).Picks(group, 20_000);

        Statistics.AssertShares([.. "abcd".Select(name => picks.Count(p => p == name))], weights);
    }

    [Fact]
    public void Pick_KeyFromRoutingKey_LooksThere()
    {
        var picker = Fleet.Picker(new ConsistentHashPolicy(new HashConfig { Key = new KeySource(KeyField.RoutingKey) }));
        var snapshot = Fleet.Snapshot(Named(50, slot => slot));
        var properties = new MessageProperties();

        var owners = Enumerable.Range(0, 100).Select(i => picker.Choose(snapshot, $"order.{i % 10}", properties)!.Name).ToList();

        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(owners[i % 10], owners[i]));
        Assert.True(owners.Distinct().Count() > 5);
    }

    [Theory]
    [InlineData(9)]
    [InlineData(90)]
    public void Pick_EverybodyWithRoomIsOutOfCredit_IsTheLeastLoadedOfTheRest(int count)
    {
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}", limit: slot < 3 ? 1000 : 0, inFlight: slot < 3 ? 100 + slot : 0)).ToArray();

        Assert.All(picker.Owners(Fleet.Snapshot(group), 50), owner => Assert.Equal("w0", owner));
    }

    [Fact]
    public void Score_SmallGroup_TheSmallestIsTheKeysOwn()
    {
        var policy = Create();
        var picker = Fleet.Picker(policy);
        var group = Named(20, slot => slot);
        var snapshot = Fleet.Snapshot(group);
        for (var i = 0; i < 200; i++)
        {
            var context = new RoutingContext(snapshot, "", Keys.Of($"k{i}"), new Random(1));

            Assert.Same(picker.Choose(snapshot, "", context.Properties), group.MinBy(d => policy.Score(context, d)));
        }

        Assert.Equal(double.NaN, policy.Score(new RoutingContext(snapshot, "", Fleet.Properties, new Random(1)), group[0]));
    }

    [Fact]
    public void Pick_WithKeys_AllocatesNothing()
    {
        var picker = Fleet.Picker(Create());
        var snapshot = Fleet.Snapshot(Named(16, slot => slot));
        var properties = Keys.Of("customer-7");
        for (var i = 0; i < 2000; i++) picker.TryPick(snapshot, "", properties)!.Credit.Return(1);

        var allocated = Allocations.InSteadyState(() =>
        {
            for (var i = 0; i < 2000; i++) picker.TryPick(snapshot, "", properties)!.Credit.Return(1);
        });

        Assert.Equal(0, allocated);
    }

    private static DestinationState[] Named(int count, Func<int, int> slot) =>
        [.. Enumerable.Range(0, count).Select(i => Fleet.Destination(slot(i), $"w{i}"))];
}
