using MessageLB.Core.Hashing;
using MessageLB.Core.Waiting;
using Xunit;

namespace MessageLB.Core.Tests.Waiting;

public sealed class WaitingRoomTests
{
    private static readonly ulong Gold = StableHash.Of("gold".AsSpan());
    private static readonly ulong Free = StableHash.Of("free".AsSpan());

    [Fact]
    public void Take_NoRules_FirstComeFirstServed()
    {
        var room = new WaitingRoom<int>(WaitingRules.None);
        for (var i = 0; i < 5; i++) room.TryAdd(i, 0, 0, TimeSpan.Zero);

        Assert.Equal([0, 1, 2, 3, 4], TakeAll(room, TimeSpan.Zero));
        Assert.Equal(0, room.Count);
    }

    [Fact]
    public void Take_Priorities_HigherFirstThenByArrival()
    {
        var room = new WaitingRoom<string>(WaitingRules.None);
        foreach (var (name, priority) in new (string, byte)[] { ("a0", 0), ("b9", 9), ("c0", 0), ("d255", 255), ("e9", 9) }) room.TryAdd(name, 0, priority, TimeSpan.Zero);

        Assert.Equal(["d255", "b9", "e9", "a0", "c0"], TakeAll(room, TimeSpan.Zero));
    }

    [Fact]
    public void Take_TenantsAlwaysWaiting_SharesAreExactlyTheWeights()
    {
        var room = new WaitingRoom<string>(Weights(("gold", 10), ("free", 1)));
        for (var i = 0; i < 2200; i++)
        {
            room.TryAdd("gold", Gold, 0, TimeSpan.Zero);
            room.TryAdd("free", Free, 0, TimeSpan.Zero);
        }

        var taken = TakeAll(room, TimeSpan.Zero).Take(2200).Chunk(11).ToList();

        Assert.All(taken, eleven => Assert.Equal(10, eleven.Count(name => name == "gold")));
    }

    [Fact]
    public void Take_TenantWasAway_DoesNotGetWhatItDidNotUse()
    {
        var room = new WaitingRoom<string>(Weights(("gold", 1), ("free", 1)));
        for (var i = 0; i < 1000; i++) room.TryAdd("free", Free, 0, TimeSpan.Zero);
        for (var i = 0; i < 500; i++) Assert.Equal("free", Take(room, TimeSpan.Zero));
        for (var i = 0; i < 100; i++) room.TryAdd("gold", Gold, 0, TimeSpan.Zero);

        var next = Enumerable.Range(0, 20).Select(_ => Take(room, TimeSpan.Zero)).ToList();

        Assert.Equal(10, next.Count(name => name == "gold"));
    }

    [Fact]
    public void Take_HighPriorityTenantRanAhead_NewcomersDoNotWaitForEverybodyElse()
    {
        var room = new WaitingRoom<string>(Weights(("gold", 1), ("free", 1)));
        for (var i = 0; i < 100; i++) room.TryAdd("urgent", Gold, 9, TimeSpan.Zero);
        for (var i = 0; i < 200; i++) room.TryAdd("free", Free, 0, TimeSpan.Zero);
        for (var i = 0; i < 100; i++) Assert.Equal("urgent", Take(room, TimeSpan.Zero));
        for (var i = 0; i < 20; i++) room.TryAdd("late", 7, 0, TimeSpan.Zero);

        var next = Enumerable.Range(0, 20).Select(_ => Take(room, TimeSpan.Zero)).ToList();

        Assert.Equal(10, next.Count(name => name == "late"));
    }

    [Fact]
    public void TryPeek_WithoutTake_ChangesNothing()
    {
        var room = new WaitingRoom<int>(new WaitingRules([]) { Rate = 10 });
        room.TryAdd(1, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(room.TryPeek(TimeSpan.Zero, out var first));
            Assert.Equal(1, first);
        }

        Assert.Equal(1, Take(room, TimeSpan.Zero));
        Assert.False(room.WasDelayed);
    }

    [Fact]
    public void TryPeek_GroupLimit_LetsOneGoEachIntervalTheMostUrgentFirst()
    {
        var room = new WaitingRoom<string>(new WaitingRules([]) { Rate = 10 });
        foreach (var name in (string[])["a", "b", "c"]) room.TryAdd(name, 0, 0, TimeSpan.Zero);
        Assert.Equal("a", Take(room, TimeSpan.Zero));
        Assert.False(room.TryPeek(Milliseconds(99), out _));
        Assert.Equal(Milliseconds(1), room.DueIn);
        room.TryAdd("urgent", 0, 9, Milliseconds(99));

        Assert.Equal("urgent", Take(room, Milliseconds(100)));
        Assert.True(room.WasDelayed);
        Assert.Equal(["b"], TakeAll(room, Milliseconds(200)));
        Assert.Equal(["c"], TakeAll(room, Milliseconds(300)));
        Assert.Null(room.DueIn);
    }

    [Fact]
    public void TryPeek_TenantBeyondItsLimit_HoldsUpNobodyElse()
    {
        var room = new WaitingRoom<string>(new WaitingRules([new("free", new TenantRule(1, 10))]));
        for (var i = 0; i < 3; i++) room.TryAdd("free", Free, 9, TimeSpan.Zero);
        for (var i = 0; i < 3; i++) room.TryAdd("gold", Gold, 0, TimeSpan.Zero);

        Assert.Equal(["free", "gold", "gold", "gold"], TakeAll(room, TimeSpan.Zero));
        Assert.Equal(Milliseconds(100), room.DueIn);
        Assert.Equal(["free"], TakeAll(room, Milliseconds(100)));
    }

    [Fact]
    public void TryAdd_BeyondTheBurst_IsRefusedForThatTenantOnly()
    {
        var room = new WaitingRoom<int>(new WaitingRules([new("gold", new TenantRule(1, null))]) { Others = new TenantRule(1, 10), RefuseBeyond = 2 });

        Assert.Equal(3, Enumerable.Range(0, 10).Count(i => room.TryAdd(i, Free, 0, TimeSpan.Zero)));
        Assert.Equal(10, Enumerable.Range(0, 10).Count(i => room.TryAdd(i, Gold, 0, TimeSpan.Zero)));
        Assert.Equal(3, room.CountOf(Free));
        Assert.Equal(13, room.Count);
    }

    [Fact]
    public void TryAdd_MoreTenantsThanCanBeTold_StaysBoundedAndServesAll()
    {
        const int tenants = WaitingRoom<int>.MostTenants + 500;
        var room = new WaitingRoom<int>(WaitingRules.None);
        for (var i = 0; i < tenants; i++) room.TryAdd(i, (ulong)i + 1, 0, TimeSpan.Zero);
        Assert.Equal(WaitingRoom<int>.MostTenants, room.Tenants);

        Assert.Equal(Enumerable.Range(0, tenants), Drain(room).Order());
        room.TryAdd(0, 1_000_000, 0, TimeSpan.Zero);
        Assert.Equal(1, room.Tenants);
    }

    private static WaitingRules Weights(params (string Name, int Weight)[] tenants) =>
        new(tenants.Select(tenant => KeyValuePair.Create(tenant.Name, new TenantRule(tenant.Weight, null))));

    private static T Take<T>(WaitingRoom<T> room, TimeSpan now)
    {
        Assert.True(room.TryPeek(now, out var item));
        Assert.Equal(item, room.Take(now));
        return item;
    }

    private static List<T> TakeAll<T>(WaitingRoom<T> room, TimeSpan now)
    {
        var all = new List<T>();
        while (room.TryPeek(now, out _)) all.Add(room.Take(now));
        return all;
    }

    private static List<T> Drain<T>(WaitingRoom<T> room)
    {
        var all = new List<T>();
        while (room.TryRemoveAny(out var item)) all.Add(item);
        return all;
    }

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);
}
