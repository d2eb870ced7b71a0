using Xunit;

namespace MessageLB.RabbitMq.Tests.Publishing;

public sealed class UnconfirmedRingTests
{
    [Fact]
    public void TryTake_InAnyOrder_GivesEachCorrelationOnce()
    {
        var ring = Filled(5);

        Assert.Equal([103, 101, 105, null, 102, 104, null], Take(ring, 3, 1, 5, 3, 2, 4, 1));
    }

    [Fact]
    public void TryTake_SequenceNeverAdded_GivesNothing()
    {
        var ring = Filled(2);

        Assert.Equal([null, null, null], Take(ring, 0, 3, ulong.MaxValue));
    }

    [Fact]
    public void TryTakeOldest_UpToASequence_SkipsWhatIsTaken()
    {
        var ring = Filled(6);
        Take(ring, 2, 3);

        Assert.Equal((ulong?[])[101, 104, null], [TakeOldest(ring, 4), TakeOldest(ring, 4), TakeOldest(ring, 4)]);
    }

    [Fact]
    public void TryAdd_LimitReached_IsFullUntilRoomIsMadeFree()
    {
        var ring = Filled(3, limit: 3);
        var full = Add(ring, 4);
        Take(ring, 2);
        var stillFull = Add(ring, 4);

        ring.Free(1);

        Assert.Equal((RingAdd.Full, RingAdd.Full, RingAdd.Added), (full, stillFull, Add(ring, 4)));
    }

    [Fact]
    public async Task WaitForRoom_RoomMadeFree_Completes()
    {
        var ring = Filled(2, limit: 2);
        var waiting = ring.WaitForRoomAsync();
        var before = waiting.IsCompleted;

        Take(ring, 1);
        ring.Free(1);

        await waiting.WaitAsync(TestContext.Current.CancellationToken);
        Assert.False(before);
        Assert.True(ring.WaitForRoomAsync().IsCompleted);
    }

    [Fact]
    public async Task WaitForRoom_Closed_CompletesAndNothingIsAdded()
    {
        var ring = Filled(2, limit: 2);
        var waiting = ring.WaitForRoomAsync();

        ring.Close();

        await waiting.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(RingAdd.Closed, Add(ring, 3));
        Assert.Equal((ulong?[])[101, 102, null], [TakeOldest(ring, 9), TakeOldest(ring, 9), TakeOldest(ring, 9)]);
    }

    [Fact]
    public void TryAdd_OldestNeverConfirmed_GrowsAndThenStops()
    {
        var ring = Filled(1, limit: 16);
        var sequence = 1UL;

        while (Add(ring, sequence + 1) == RingAdd.Added)
        {
            sequence++;
            Assert.Equal(100 + sequence, Take(ring, sequence)[0]);
            ring.Free(1);
        }

        Assert.Equal(1UL << 16, sequence);
        Assert.Equal([101UL], Take(ring, 1));
        ring.Free(1);
        Assert.Equal(RingAdd.Added, Add(ring, sequence + 1));
    }

    [Fact]
    public void TryTakeBackLast_NotTaken_FreesItsNumber()
    {
        var ring = Filled(2);

        Assert.True(ring.TryTakeBackLast());
        Add(ring, 77);

        Assert.Equal([101, 177], Take(ring, 1, 2));
        Assert.Equal((2, 3UL), ring.Progress);
    }

    [Fact]
    public void TryTakeBackLast_TakenAlready_IsRefused()
    {
        var ring = Filled(2);
        Take(ring, 2);

        Assert.False(ring.TryTakeBackLast());
    }

    [Fact]
    public void MarkReturned_SomeMatch_MarksExactlyThose()
    {
        var ring = new UnconfirmedRing(16);
        ring.TryAdd(new UnconfirmedPublish(1, "", "a", "id"));
        ring.TryAdd(new UnconfirmedPublish(2, "", "b", "id"));
        ring.TryAdd(new UnconfirmedPublish(3, "x", "a", "id"));
        ring.TryAdd(new UnconfirmedPublish(4, "", "a", null));
        ring.TryAdd(new UnconfirmedPublish(5, "", "a", "id"));

        var matches = ring.MarkReturned("", "a", "id");

        Assert.Equal(2, matches);
        Assert.Equal([true, false, false, false, true], Returned(ring, 5));
    }

    [Fact]
    public void MarkReturned_NoneMatches_MarksAll()
    {
        var ring = Filled(3);

        var matches = ring.MarkReturned("other", "key", null);

        Assert.Equal(0, matches);
        Assert.Equal([true, true, true], Returned(ring, 3));
    }

    [Fact]
    public void Commands_InRandomOrder_AgreeWithANaiveModel()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        const int Limit = 20;
        var ring = new UnconfirmedRing(Limit);
        var model = new SortedDictionary<ulong, ulong>();
        ulong next = 1, correlation = 0;
        var unfreed = 0;

        for (var step = 0; step < 20_000; step++)
        {
            var why = $"seed {seed}, step {step}";
            switch (random.Next(4))
            {
                case 0 or 1:
                    var added = ring.TryAdd(new UnconfirmedPublish(++correlation, "", "k", null));
                    Assert.True(added == (model.Count + unfreed < Limit ? RingAdd.Added : RingAdd.Full), why);
                    if (added == RingAdd.Added) model[next++] = correlation;
                    break;
                case 2:
                    var one = (ulong)random.NextInt64(0, (long)next + 2);
                    Assert.True(ring.TryTake(one, out var taken, out _) == model.Remove(one, out var expected) && taken == expected, why);
                    unfreed += taken == 0 ? 0 : 1;
                    break;
                default:
                    var last = (ulong)random.NextInt64(0, (long)next + 2);
                    while (ring.TryTakeOldest(last, out var oldest, out _))
                    {
                        Assert.True(oldest == model.First().Value && model.First().Key <= last, why);
                        model.Remove(model.First().Key);
                        unfreed++;
                    }

                    Assert.True(model.Count == 0 || model.First().Key > last, why);
                    ring.Free(unfreed);
                    unfreed = 0;
                    break;
            }

            Assert.True(ring.Progress.Unconfirmed == model.Count + unfreed, why);
        }
    }

    [Fact]
    public void WaitUntilEmpty_OutcomesAreReportedOneByOne_EndsWithTheLast()
    {
        var ring = Filled(2);
        var waiting = ring.WaitUntilEmptyAsync();

        Take(ring, 2);
        ring.Free(1);
        var afterOne = waiting.IsCompleted;
        Take(ring, 1);
        var beforeItIsReported = waiting.IsCompleted;
        ring.Free(1);

        Assert.Equal((false, false, true), (afterOne, beforeItIsReported, waiting.IsCompleted));
    }

    [Fact]
    public void WaitUntilEmpty_EmptyOrClosed_DoesNotWait()
    {
        var closed = Filled(2);
        var waiting = closed.WaitUntilEmptyAsync();
        closed.Close();

        Assert.True(waiting.IsCompleted);
        Assert.True(closed.WaitUntilEmptyAsync().IsCompleted);
        Assert.True(new UnconfirmedRing(3).WaitUntilEmptyAsync().IsCompleted);
    }

    private static UnconfirmedRing Filled(int count, int limit = 16)
    {
        var ring = new UnconfirmedRing(limit);
        for (var i = 1; i <= count; i++) Add(ring, (ulong)i);
        return ring;
    }

    private static RingAdd Add(UnconfirmedRing ring, ulong number) => ring.TryAdd(new UnconfirmedPublish(100 + number, "", "key", null));

    private static ulong?[] Take(UnconfirmedRing ring, params ulong[] sequences) =>
        [.. sequences.Select(s => ring.TryTake(s, out var correlation, out _) ? correlation : (ulong?)null)];

    private static ulong? TakeOldest(UnconfirmedRing ring, ulong last) => ring.TryTakeOldest(last, out var correlation, out _) ? correlation : null;

    private static bool[] Returned(UnconfirmedRing ring, int count) =>
        [.. Enumerable.Range(1, count).Select(s => ring.TryTake((ulong)s, out _, out var returned) && returned)];
}
