using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Settlement;
using MessageLB.Core.Tests.Generators;
using Xunit;
using End = MessageLB.Core.Settlement.Settlement;

namespace MessageLB.Core.Tests.Settlement;

/// <summary>Random orders of deliveries, decisions and settling, against a plain list of what was decided.</summary>
public sealed class SettleRingModelTests
{
    private const int Prefetch = 12;

    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (5, Gen.Constant(new Command(Kind.Begin, 0, End.Pending))),
        (4, Gen.Choose(0, 99).SelectMany(which => Gen.Elements(End.Ack, End.Ack, End.Ack, End.Return, End.Reject).Select(end => new Command(Kind.Decide, which, end)))),
        (2, Gen.Constant(new Command(Kind.Advance, 0, End.Pending))));

    private enum Kind
    {
        Begin,
        Decide,
        Advance,
    }

    [Fact]
    public void Ring_AnyOrder_SettlesEveryDeliveryOnceInOrderAsDecided() => RandomCommands.Check(AnyCommand, commands =>
    {
        var ring = new SettleRing<int>(Prefetch);
        var decided = new List<End>(); // by token, from 1
        var settled = 0;
        foreach (var (kind, which, end) in commands)
        {
            switch (kind)
            {
                case Kind.Begin when decided.Count - settled < Prefetch:
                    decided.Add(End.Pending);
                    ring.Begin((ulong)decided.Count, decided.Count * 10);
                    break;
                case Kind.Decide:
                    Decide(ring, decided, which, end);
                    break;
                case Kind.Advance:
                    settled = Advance(ring, decided, settled);
                    break;
                default:
                    break;
            }

            Assert.Equal(decided.Count - settled, ring.Unsettled);
            AssertItems(ring, decided, settled);
        }

        for (var tag = settled + 1; tag <= decided.Count; tag++) DecideTag(ring, decided, tag, End.Ack);
        while (settled < decided.Count) settled = Advance(ring, decided, settled);
        Assert.Equal(default, ring.Advance());
    });

    private static void Decide(SettleRing<int> ring, List<End> decided, int which, End end)
    {
        var undecided = Enumerable.Range(1, decided.Count).Where(tag => decided[tag - 1] == End.Pending).ToList();
        if (undecided.Count > 0) DecideTag(ring, decided, undecided[which % undecided.Count], end);
    }

    private static void DecideTag(SettleRing<int> ring, List<End> decided, int tag, End end)
    {
        if (decided[tag - 1] != End.Pending) return;
        decided[tag - 1] = end;
        ring.Complete((ulong)tag, end);
    }

    /// <summary>What the model says of the next call: the longest confirmed prefix, or one delivery that ends otherwise, or nothing.</summary>
    private static int Advance(SettleRing<int> ring, List<End> decided, int settled)
    {
        var step = ring.Advance();
        var waiting = decided.Skip(settled).ToList();
        var first = waiting.Count == 0 ? End.Pending : waiting[0];
        var count = first switch
        {
            End.Pending => 0,
            End.Ack => waiting.TakeWhile(end => end == End.Ack).Count(),
            _ => 1,
        };
        Assert.Equal(count == 0 ? default : new SettleStep(first, (ulong)(settled + count), count), step);
        return settled + count;
    }

    private static void AssertItems(SettleRing<int> ring, List<End> decided, int settled)
    {
        for (var tag = settled + 1; tag <= decided.Count; tag++) Assert.Equal(tag * 10, ring[(ulong)tag]);
    }

    private readonly record struct Command(Kind Kind, int Which, End End);
}
