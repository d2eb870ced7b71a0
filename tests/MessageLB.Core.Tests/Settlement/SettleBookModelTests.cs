using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Settlement;
using MessageLB.Core.Tests.Generators;
using Xunit;
using End = MessageLB.Core.Settlement.Settlement;

namespace MessageLB.Core.Tests.Settlement;

/// <summary>Random orders of deliveries, hand-overs, decisions and settling, against what a broker would make of the calls.</summary>
public sealed class SettleBookModelTests
{
    private const int Prefetch = 9;

    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (5, Gen.Constant(new Command(Kind.Begin, 0, End.Pending))),
        (3, Gen.Choose(0, 99).Select(which => new Command(Kind.HandOver, which, End.Pending))),
        (5, Gen.Choose(0, 99).SelectMany(which => Gen.Elements(End.Ack, End.Ack, End.Ack, End.Return, End.Reject).Select(end => new Command(Kind.Decide, which, end)))),
        (3, Gen.Constant(new Command(Kind.Settle, 0, End.Pending))));

    private enum Kind
    {
        Begin,
        HandOver,
        Decide,
        Settle,
    }

    [Fact]
    public void Book_AnyOrder_SettlesEveryDeliveryOnceAsDecided() => RandomCommands.Check(AnyCommand, commands =>
    {
        var book = new SettleBook(Prefetch);
        var model = new Model();
        foreach (var (kind, which, end) in commands)
        {
            switch (kind)
            {
                case Kind.Begin when model.Unsettled.Count < Prefetch:
                    model.Begin(book.Begin(model.NextTag));
                    break;
                case Kind.HandOver when model.Undecided.Count > 0:
                    book.HandOver(model.HandOver(which));
                    break;
                case Kind.Decide when model.Undecided.Count > 0:
                    book.Complete(model.Decide(which, end), end);
                    break;
                case Kind.Settle:
                    Settle(book, model);
                    model.AssertOnlyWhatMustWaitIsLeft();
                    break;
                default:
                    break;
            }

            Assert.Equal(model.Unsettled.Count, book.Unsettled);
        }

        while (model.Undecided.Count > 0) book.Complete(model.Decide(0, End.Ack), End.Ack);
        Settle(book, model);
        Assert.Empty(model.Unsettled);
        Assert.Equal(0, book.Unsettled);
    });

    private static void Settle(SettleBook book, Model model)
    {
        for (var step = book.Advance(); step.Action != End.Pending; step = book.Advance()) model.Apply(step);
    }

    private readonly record struct Command(Kind Kind, int Which, End End);

    private sealed class Model
    {
        // By tag: slot, decision, handed over.
        public SortedDictionary<ulong, (int Slot, End Decided, bool HandedOver)> Unsettled { get; } = [];

        public ulong NextTag { get; private set; } = 1;

        public List<ulong> Undecided => [.. Unsettled.Where(one => one.Value.Decided == End.Pending).Select(one => one.Key)];

        public void Begin(int slot)
        {
            Assert.DoesNotContain(slot, Unsettled.Values.Select(one => one.Slot));
            Unsettled[NextTag++] = (slot, End.Pending, false);
        }

        public int HandOver(int which)
        {
            var tag = Undecided[which % Undecided.Count];
            Unsettled[tag] = Unsettled[tag] with { HandedOver = true };
            return Unsettled[tag].Slot;
        }

        public int Decide(int which, End end)
        {
            var tag = Undecided[which % Undecided.Count];
            Unsettled[tag] = Unsettled[tag] with { Decided = end };
            return Unsettled[tag].Slot;
        }

        /// <summary>As the broker does: an acknowledgement of several covers everything unsettled up to its tag.</summary>
        public void Apply(SettleStep step)
        {
            var covered = step.Count > 1 ? [.. Unsettled.Keys.Where(tag => tag <= step.Tag)] : new List<ulong> { step.Tag };
            Assert.Equal(step.Count, covered.Count);
            foreach (var tag in covered)
            {
                Assert.Equal(step.Action, Unsettled[tag].Decided);
                Unsettled.Remove(tag);
            }
        }

        public void AssertOnlyWhatMustWaitIsLeft()
        {
            var beforeHandedOver = Unsettled.TakeWhile(one => one.Value is not { Decided: End.Pending, HandedOver: true });
            Assert.All(beforeHandedOver, one => Assert.Equal(End.Pending, one.Value.Decided));
        }
    }
}
