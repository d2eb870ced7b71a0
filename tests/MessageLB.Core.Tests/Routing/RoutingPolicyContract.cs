using System.Collections.Concurrent;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Tests.Generators;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Routing;

/// <summary>What every routing policy promises, whatever it prefers. Each policy has a subclass.</summary>
public abstract class RoutingPolicyContract
{
    private const int Seed = 4711;

    /// <summary>The name in configuration.</summary>
    protected abstract string PolicyName { get; }

    /// <summary>Whether everybody who is as good as the others gets messages.</summary>
    protected virtual bool ServesEverybody => true;

    /// <summary>Whether the candidate with the smallest score is always the one chosen.</summary>
    protected virtual bool ScoreDecides => false;

    /// <summary>The group that instances are made for.</summary>
    protected virtual GroupConfig Group => GroupConfig.Default;

    [Fact]
    public void Create_ByName_IsThisPolicyAndANewInstanceEachTime()
    {
        var (first, second) = (Create(), Create());

        Assert.Equal(PolicyName, first.Name);
        Assert.NotSame(first, second);
    }

    [Fact]
    public void Pick_AnyLoad_TakesCreditOfADestinationThatHadSomeAndNobodyOnlyIfNoneHad()
    {
        var random = new Random(Seed);
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, 6).Select(slot => AnyDestination(random, slot, limit: random.Next(4))).ToArray();
        var snapshot = Fleet.Snapshot(group);
        for (var i = 0; i < 5000; i++)
        {
            var before = group.Select(d => d.Credit.InFlight).ToArray();
            var picked = picker.Pick(snapshot);

            if (picked is null) Assert.All(group, d => Assert.False(d.Credit.HasCredit));
            else Assert.Equal(before[picked.Slot] + 1, picked.Credit.InFlight);
            Assert.Equal(before.Sum() + (picked is null ? 0 : 1), group.Sum(d => d.Credit.InFlight));
            Assert.All(group, d => Assert.True(d.Credit.InFlight <= d.Credit.Limit, $"{d} has more in flight than its window"));
            if (random.Next(2) == 0) group[random.Next(group.Length)].Credit.Return(random.Next(3));
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    public void Pick_SteadyState_AllocatesNothing(int count)
    {
        var random = new Random(Seed);
        var picker = Fleet.Picker(Create());
        var snapshot = Fleet.Snapshot(Enumerable.Range(0, count).Select(slot => AnyDestination(random, slot)));
        PickAndReturn(picker, snapshot, 2000);

        Assert.Equal(0, Allocations.InSteadyState(() => PickAndReturn(picker, snapshot, 2000)));
    }

    [Fact]
    public void Pick_DestinationsComeAndGo_IsAlwaysOneOfThePresentOnes()
    {
        var random = new Random(Seed);
        var picker = Fleet.Picker(Create());
        var slots = new DestinationState?[40];
        for (var change = 0; change < 2000; change++)
        {
            // Another destination in a slot that somebody left, somebody leaves, or a weight changes.
            var slot = random.Next(slots.Length);
            if (slots[slot] is not { } there) slots[slot] = AnyDestination(random, slot, name: $"w{change}");
            else if (random.Next(2) == 0) slots[slot] = null;
            else there.Weight = random.Next(1, 1_000_000);
            var snapshot = Fleet.Snapshot(slots.OfType<DestinationState>());

            for (var i = 0; i < random.Next(5); i++)
            {
                var picked = picker.Pick(snapshot);
                if (picked is null) Assert.Empty(snapshot.Eligible);
                else Assert.Same(slots[picked.Slot], picked);
            }
        }
    }

    [Fact]
    public void Pick_EqualDestinationsUnderLoad_EverybodyGetsSome()
    {
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, 8).Select(slot => Fleet.Destination(slot, concurrency: 2, service: 0.01)).ToArray();
        var snapshot = Fleet.Snapshot(group);

        for (var i = 0; i < 800; i++) picker.Pick(snapshot);

        if (ServesEverybody) Assert.All(group, d => Assert.InRange(d.Credit.InFlight, 50, 150));
        Assert.Equal(800, group.Sum(d => d.Credit.InFlight));
    }

    [Fact]
    public void Pick_SomebodyWasOutOfCreditForLong_OthersStillGetSomeAfterwards()
    {
        var picker = Fleet.Picker(Create());
        var group = Enumerable.Range(0, 3).Select(slot => Fleet.Destination(slot, concurrency: 2, service: 0.01)).ToArray();
        var snapshot = Fleet.Snapshot(group);
        group[0].Credit.Resize(0);
        PickAndReturn(picker, snapshot, 10_000);

        group[0].Credit.Resize(1_000_000);
        for (var i = 0; i < 900; i++) picker.Pick(snapshot);

        if (ServesEverybody) Assert.All(group, d => Assert.InRange(d.Credit.InFlight, 150, 450));
        Assert.Equal(900, group.Sum(d => d.Credit.InFlight));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(300)]
    public void Choose_AnyChangesSinceTheLast_IsWhatALookAtAllFinds(int count)
    {
        var random = new Random(Seed + count);
        var policy = Create();
        var picker = Fleet.Picker(policy);
        var group = Enumerable.Range(0, count).Select(slot => AnyDestination(random, slot, limit: random.Next(6))).ToArray();
        var snapshot = Fleet.Snapshot(group);
        for (var i = 0; i < 3000; i++)
        {
            Disturb(group[random.Next(count)], random);
            var chosen = picker.Choose(snapshot, "key", Fleet.Properties);

            var candidates = group.Where(d => d.Credit.HasCredit).ToList();
            if (chosen is null) Assert.Empty(candidates);
            else Assert.Contains(chosen, candidates);
            if (!ScoreDecides || chosen is null) continue;
            var context = new RoutingContext(snapshot, "key", Fleet.Properties, random);
            Assert.Equal(candidates.Min(d => policy.Score(context, d)), policy.Score(context, chosen));
        }
    }

    [Fact]
    public async Task Pick_ManyThreadsPickAndReturn_CreditIsConserved()
    {
        const int picks = 20_000;
        var random = new Random(Seed);
        var group = Enumerable.Range(0, 12).Select(slot => AnyDestination(random, slot, limit: random.Next(1, 6))).ToArray();
        foreach (var destination in group) destination.Credit.Return(int.MaxValue);
        var before = group.Sum(d => d.Credit.Taken);
        var snapshot = Fleet.Snapshot(group);
        var handed = new ConcurrentQueue<DestinationState>();
        // Counted here: what InFlight says while others pick and return may be more than there was at any moment.
        var held = new int[group.Length];
        var (running, returning) = (2, 2);

        void PickSome()
        {
            using var picker = Fleet.Picker(Create());
            try
            {
                for (var picked = 0; picked < picks && Volatile.Read(ref returning) > 0;)
                {
                    if (picker.Pick(snapshot) is not { } destination) continue;
                    Assert.InRange(Interlocked.Increment(ref held[destination.Slot]), 1, destination.Credit.Limit);
                    handed.Enqueue(destination);
                    picked++;
                }
            }
            finally
            {
                // Also when it failed: the others would else wait for ever, and nobody would be told why.
                Interlocked.Decrement(ref running);
            }
        }

        void ReturnAll()
        {
            try
            {
                while (Volatile.Read(ref running) > 0 || !handed.IsEmpty)
                {
                    if (!handed.TryDequeue(out var destination)) continue;
                    Interlocked.Decrement(ref held[destination.Slot]);
                    Assert.Equal(1, destination.Credit.Return(1));
                }
            }
            finally
            {
                Interlocked.Decrement(ref returning);
            }
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, PickSome, PickSome, ReturnAll, ReturnAll);

        Assert.Equal(2 * picks, group.Sum(d => d.Credit.Taken) - before);
        Assert.All(group, d => Assert.Equal(0, d.Credit.InFlight));
    }

    /// <summary>A new instance, from where the dispatcher has it.</summary>
    protected IRoutingPolicy Create() => RoutingPolicyRegistry.BuiltIn.Create(PolicyName, Group);

    private static DestinationState AnyDestination(Random random, int slot, int limit = 1_000_000, string? name = null) => Fleet.Destination(
        slot,
        name ?? $"w{slot}",
        weight: random.Next(4) == 0 ? random.Next(1, 1_000_001) : random.Next(1, 200),
        limit: limit,
        inFlight: Math.Min(limit, random.Next(5)),
        concurrency: random.Next(9),
        service: random.Next(3) == 0 ? 0 : random.NextDouble());

    private static void Disturb(DestinationState destination, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                destination.Credit.TryTake();
                break;
            case 1:
                destination.Credit.Return(1);
                break;
            case 2:
                destination.Credit.Resize(random.Next(6));
                break;
            case 3:
                destination.ServiceSeconds = random.Next(3) == 0 ? 0 : random.Next(1, 20) * 0.1;
                break;
            case 4:
                destination.Concurrency = random.Next(9);
                break;
            default:
                destination.Credit.Return(random.Next(6));
                break;
        }
    }

    private static void PickAndReturn(DestinationPicker picker, GroupSnapshot snapshot, int count)
    {
        for (var i = 0; i < count; i++) picker.Pick(snapshot)?.Credit.Return(1);
    }
}
