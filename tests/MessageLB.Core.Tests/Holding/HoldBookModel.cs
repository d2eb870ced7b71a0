using MessageLB.Core.Holding;
using Xunit;

namespace MessageLB.Core.Tests.Holding;

/// <summary>Runs commands on a book and on a list beside it, and compares them after each.</summary>
internal sealed class HoldBookModel
{
    private const int Most = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly HoldBook _book = new(Most);
    private readonly List<Item> _items = [];
    private int _seconds;

    public void Run(IEnumerable<(int Kind, int Slot, int Detail)> commands)
    {
        foreach (var (kind, slot, detail) in commands)
        {
            Go(kind, slot, detail);
            Assert.Equal((_items.Count, _items.Sum(i => (long)i.Bytes)), (_book.Count, _book.Bytes));
        }
    }

    private void Go(int kind, int slot, int detail)
    {
        var now = TimeSpan.FromSeconds(++_seconds);
        var known = _items.Find(i => i.Slot == slot);
        var (id, attempt, destination) = ($"m{detail % 3}", 1 + (detail / 3 % 2), detail < 9 ? "a" : "b");
        switch (kind)
        {
            case 0 when known is null:
                _book.Begin(slot, id, attempt, destination, detail);
                _items.Add(new Item(slot, id, attempt, destination, detail));
                break;
            case 1 when known is { Since: null }:
                Assert.Equal(known.HasResult, _book.Confirm(slot, now, out _) is not null);
                if (known.HasResult) _items.Remove(known);
                else known.Since = now;
                break;
            case 2 when known is { Since: null }:
                Assert.Equal(known.HasResult, _book.Fail(slot) is not null);
                _items.Remove(known);
                break;
            case 3:
                TakeResult(id, attempt, destination);
                break;
            case 4:
                var oldest = _items.Where(i => i.Since is not null).MinBy(i => i.Since);
                Assert.Equal(oldest is not null && now - oldest.Since >= Limit, _book.TryTakeOverdue(now, Limit, out var overdue));
                if (oldest is null || now - oldest.Since < Limit) break;
                Assert.Equal(oldest.Slot, overdue);
                _items.Remove(oldest);
                break;
            case 5:
                var there = _items.Where(i => i.Since is not null && i.Destination == destination).OrderBy(i => i.Since).ToList();
                Assert.Equal(there.Select(i => i.Slot), _book.TakeFrom(destination));
                _items.RemoveAll(there.Contains);
                break;
            default:
                break;
        }
    }

    // Which of several alike it ends is the book's affair.
    private void TakeResult(string id, int attempt, string destination)
    {
        var candidates = _items.Where(i => i.Id == id && i.Attempt == attempt && i.Destination == destination && !i.HasResult).ToList();
        var verdict = _book.Take(new WorkResult(id, attempt, ResultStatus.Success, 0), destination, out var slot);
        if (candidates.Count == 0)
        {
            Assert.Equal(HoldVerdict.Late, verdict);
            return;
        }

        var chosen = Assert.Single(candidates, i => i.Slot == slot);
        Assert.Equal(chosen.Since is null ? HoldVerdict.Early : HoldVerdict.Ended, verdict);
        if (chosen.Since is null) chosen.HasResult = true;
        else _items.Remove(chosen);
    }

    private sealed class Item(int slot, string id, int attempt, string destination, int bytes)
    {
        public int Slot { get; } = slot;

        public string Id { get; } = id;

        public int Attempt { get; } = attempt;

        public string Destination { get; } = destination;

        public int Bytes { get; } = bytes;

        public TimeSpan? Since { get; set; }

        public bool HasResult { get; set; }
    }
}
