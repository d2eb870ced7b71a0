using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Generators;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

public sealed class DestinationPickerTests
{
    [Fact]
    public void TryPick_NobodyEligible_IsNobodyAndThePolicyIsNotAsked()
    {
        var policy = new ScriptedPolicy(candidates => candidates[0]);

        Assert.Null(Fleet.Picker(policy).Pick(GroupSnapshot.Empty));
        Assert.Empty(policy.Asked);
    }

    [Fact]
    public void TryTake_GivenDestination_TakesItsCreditAndThePolicyHearsOfIt()
    {
        var policy = new ScriptedPolicy(candidates => candidates[0]);
        var group = new[] { Fleet.Destination(0, limit: 1), Fleet.Destination(1, limit: 1) };
        var (picker, snapshot) = (Fleet.Picker(policy), Fleet.Snapshot(group));

        Assert.True(picker.TryTake(snapshot, group[0], Fleet.Properties));
        Assert.False(picker.TryTake(snapshot, group[0], Fleet.Properties));
        Assert.Same(group[1], picker.Pick(snapshot));
        Assert.Null(picker.Pick(snapshot));
        Assert.Equal(["b"], policy.Asked);
    }

    [Fact]
    public void TryPick_NobodyHasCredit_IsNobodyAndThePolicyIsNotAsked()
    {
        var policy = new ScriptedPolicy(candidates => candidates[0]);
        var group = new[] { Fleet.Destination(0, limit: 0), Fleet.Destination(1, limit: 3, inFlight: 3) };

        Assert.Null(Fleet.Picker(policy).Pick(Fleet.Snapshot(group)));
        Assert.Empty(policy.Asked);
    }

    [Fact]
    public void TryPick_GroupOfOne_TakesItWithoutAskingThePolicy()
    {
        var policy = new ScriptedPolicy(candidates => candidates[0]);
        var only = Fleet.Destination(0, limit: 1);
        var picker = Fleet.Picker(policy);

        Assert.Same(only, picker.Pick(Fleet.Snapshot(only)));
        Assert.Null(picker.Pick(Fleet.Snapshot(only)));
        Assert.Empty(policy.Asked);
    }

    [Fact]
    public void TryPick_SomeHaveCredit_AsksForOneOfTheseInTheirOrder()
    {
        var policy = new ScriptedPolicy(candidates => candidates[^1]);
        var group = Enumerable.Range(0, 5).Select(slot => Fleet.Destination(slot, limit: slot % 2 == 0 ? 1 : 0)).ToArray();

        var picked = Fleet.Picker(policy).Pick(Fleet.Snapshot(group));

        Assert.Same(group[4], picked);
        Assert.Equal(1, group[4].Credit.InFlight);
        Assert.Equal(["ace"], policy.Asked);
    }

    [Fact]
    public void TryPick_OnlyOneHasCredit_StillAsks()
    {
        // A policy that keeps accounts must know of this pick too.
        var policy = new ScriptedPolicy(candidates => candidates[0]);
        var group = new[] { Fleet.Destination(0, limit: 0), Fleet.Destination(1, limit: 1) };

        Assert.Same(group[1], Fleet.Picker(policy).Pick(Fleet.Snapshot(group)));
        Assert.Equal(["b"], policy.Asked);
    }

    [Fact]
    public void TryPick_AnotherTakesTheLastCreditFirst_SelectsAmongTheRestInTheirOrder()
    {
        var group = Enumerable.Range(0, 5).Select(slot => Fleet.Destination(slot, limit: 1)).ToArray();
        var stolen = 0;
        var policy = new ScriptedPolicy(candidates =>
        {
            var index = candidates.Length / 2;
            if (stolen++ < 2) candidates[index].Credit.TryTake();
            return candidates[index];
        });

        var picked = Fleet.Picker(policy).Pick(Fleet.Snapshot(group));

        Assert.Equal(["abcde", "abde", "abe"], policy.Asked);
        Assert.Same(group[1], picked);
        Assert.Equal([0, 1, 1, 1, 0], group.Select(d => d.Credit.InFlight));
    }

    [Fact]
    public void TryPick_OthersTakeEveryCreditFirst_IsNobody()
    {
        var group = Enumerable.Range(0, 3).Select(slot => Fleet.Destination(slot, limit: 1)).ToArray();
        var policy = new ScriptedPolicy(candidates =>
        {
            candidates[^1].Credit.TryTake();
            return candidates[^1];
        });

        Assert.Null(Fleet.Picker(policy).Pick(Fleet.Snapshot(group)));
        Assert.Equal(["abc", "ab", "a"], policy.Asked);
        Assert.Equal([1, 1, 1], group.Select(d => d.Credit.InFlight));
    }

    [Fact]
    public void TryPick_MoreDestinationsThanBefore_SeesThemAll()
    {
        var policy = new ScriptedPolicy(candidates => candidates[^1]);
        var picker = Fleet.Picker(policy);
        for (var count = 2; count < 100; count += 7)
        {
            var group = Enumerable.Range(0, count).Select(slot => Fleet.Destination(slot, $"w{slot}")).ToArray();

            Assert.Same(group[^1], picker.Pick(Fleet.Snapshot(group)));
        }
    }

    [Fact]
    public void TryPick_PolicyChoosesNoCandidate_ThrowsAndTakesNoCredit()
    {
        var group = Fleet.Weighted(1, 1, 1);
        var picker = Fleet.Picker(new ScriptedPolicy(_ => group[2]));
        picker.Pick(Fleet.Snapshot(group)); // c is known, and gone at the next pick

        var thrown = Assert.Throws<MessageLBException>(() => picker.Pick(Fleet.Snapshot(group[0], group[1])));

        Assert.Equal("Routing policy 'scripted' chose 'c', which is none of its 2 candidates.", thrown.Message);
        Assert.Equal([0, 0, 1], group.Select(d => d.Credit.InFlight));
    }

    [Fact]
    public void TryPick_FiguresChangedSinceTheLast_PolicyHearsOfEachOnce()
    {
        var policy = new ListeningPolicy();
        var group = Enumerable.Range(0, 4).Select(slot => Fleet.Destination(slot, limit: 2)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var picker = Fleet.Picker(policy);
        picker.Pick(snapshot);
        policy.Heard.Clear();

        group[1].ServiceSeconds = 0.5;
        group[1].Concurrency = 7;
        group[2].Credit.Resize(0);
        group[3].Credit.Resize(2); // as before: no news
        picker.Pick(snapshot);

        // The last one is the pick's own.
        Assert.Equal(["b+", "c-", "a-"], policy.Heard);
    }

    [Fact]
    public void TryPick_AnotherPickerTakes_PolicyHearsOfIt()
    {
        var policy = new ListeningPolicy();
        var group = Fleet.Weighted(1, 1);
        var snapshot = Fleet.Snapshot(group);
        using var picker = Fleet.Picker(policy);
        using var other = Fleet.Picker(new ScriptedPolicy(candidates => candidates[1]));
        picker.Pick(snapshot);
        policy.Heard.Clear();

        other.Pick(snapshot);
        picker.Pick(snapshot);

        Assert.Equal(["b+", "a+"], policy.Heard);
    }

    [Fact]
    public void Dispose_ChangesAfterwards_AreNotHeard()
    {
        var policy = new ListeningPolicy();
        var destination = Fleet.Destination(0);
        var snapshot = Fleet.Snapshot(destination);
        var picker = Fleet.Picker(policy);
        picker.Pick(snapshot);
        picker.Dispose();
        policy.Heard.Clear();

        destination.Concurrency = 9;
        picker.Choose(snapshot, "key", Fleet.Properties);

        Assert.Empty(policy.Heard);
    }

    [Fact]
    public void Choose_SomebodyHasCredit_TakesNone()
    {
        var group = Fleet.Weighted(1, 1);
        var picker = Fleet.Picker(new ScriptedPolicy(candidates => candidates[1]));

        Assert.Same(group[1], picker.Choose(Fleet.Snapshot(group), "key", Fleet.Properties));
        Assert.Equal([0, 0], group.Select(d => d.Credit.InFlight));
    }

    [Fact]
    public void TryPick_Context_IsWhatThePickerWasGiven()
    {
        var random = new Random(3);
        var properties = new MessageProperties();
        var policy = new ScriptedPolicy(candidates => candidates[0]);
        var snapshot = Fleet.Snapshot(Fleet.Weighted(1, 1));

        new DestinationPicker(policy, random).TryPick(snapshot, "order.new", properties);

        Assert.Equal(new RoutingContext(snapshot, "order.new", properties, random), policy.Context);
    }

    [Fact]
    public async Task TryPick_ManyPickersOneGroup_HandOutEveryCreditOnce()
    {
        const int limit = 20_000;
        var group = Enumerable.Range(0, 3).Select(slot => Fleet.Destination(slot, limit: limit)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        var picked = 0L;

        void PickAll()
        {
            using var picker = Fleet.Picker(RoutingPolicyRegistry.BuiltIn.Create(RoutingPolicyNames.LeastConnections, GroupConfig.Default));
            var mine = 0L;
            while (picker.Pick(snapshot) is not null) mine++;
            Interlocked.Add(ref picked, mine);
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, PickAll, PickAll, PickAll);

        Assert.Equal(3 * limit, picked);
        Assert.All(group, d => Assert.Equal(limit, d.Credit.InFlight));
    }
}
