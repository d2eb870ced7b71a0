using MessageLB.Core.Groups;
using MessageLB.Core.Tests.Generators;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class ChangeMarksTests
{
    [Fact]
    public void TryTake_MarkedSlots_AreTakenOnceEach()
    {
        var marks = new ChangeMarks();
        int[] slots = [0, 63, 64, 4095, 4096, 9_999];
        foreach (var slot in slots.Concat(slots)) marks.Mark(slot);

        var taken = new List<int>();
        while (marks.TryTake(out var slot)) taken.Add(slot);

        Assert.Equal(slots, taken.Order());
        Assert.False(marks.TryTake(out _));
    }

    [Fact]
    public async Task TryTake_ManyMarking_NeverMissesTheLastChangeOfASlot()
    {
        const int rounds = 200_000;
        var marks = new ChangeMarks();
        var written = new int[GroupUpdater.MaxDestinations];
        var seen = new int[written.Length];
        var marking = 2;

        void MarkAll(int parity)
        {
            for (var i = 0; i < rounds; i++)
            {
                var slot = (((i * 7919) % (written.Length / 2)) * 2) + parity;
                Volatile.Write(ref written[slot], i + 1);
                marks.Mark(slot);
            }

            Interlocked.Decrement(ref marking);
        }

        void TakeAll()
        {
            while (true)
            {
                var last = Volatile.Read(ref marking) == 0;
                while (marks.TryTake(out var slot)) seen[slot] = Volatile.Read(ref written[slot]);
                if (last) return;
            }
        }

        await Race.RunAsync(TestContext.Current.CancellationToken, () => MarkAll(0), () => MarkAll(1), TakeAll);

        Assert.Equal(written, seen);
    }
}
