using MessageLB.Core.Settlement;
using Xunit;
using End = MessageLB.Core.Settlement.Settlement;

namespace MessageLB.Core.Tests.Settlement;

public sealed class SettleBookTests
{
    private readonly SettleBook _book = new(4);

    [Fact]
    public void Advance_AllConfirmed_AcknowledgesOnce()
    {
        var slots = Begin(1, 2, 3);
        foreach (var slot in slots) _book.Complete(slot, End.Ack);

        Assert.Equal([new SettleStep(End.Ack, 3, 3)], Steps());
        Assert.Equal(0, _book.Unsettled);
    }

    [Fact]
    public void Advance_OneStillWaits_AcknowledgesTheOthersOneByOne()
    {
        var slots = Begin(1, 2, 3, 4);
        foreach (var slot in slots[1..]) _book.Complete(slot, End.Ack);

        Assert.Equal([new SettleStep(End.Ack, 2, 1), new SettleStep(End.Ack, 3, 1), new SettleStep(End.Ack, 4, 1)], Steps());
        Assert.Equal(1, _book.Unsettled);
    }

    [Fact]
    public void Advance_OneIsHandedOver_WaitsForItsOutcomeToAcknowledgeTogether()
    {
        var slots = Begin(1, 2, 3);
        _book.HandOver(slots[0]);
        foreach (var slot in slots[1..]) _book.Complete(slot, End.Ack);
        Assert.Empty(Steps());

        _book.Complete(slots[0], End.Ack);

        Assert.Equal([new SettleStep(End.Ack, 3, 3)], Steps());
    }

    [Fact]
    public void Advance_ReturnedBetweenConfirmed_IsSettledByItsOwnCall()
    {
        var slots = Begin(1, 2, 3, 4);
        for (var i = 0; i < 4; i++) _book.Complete(slots[i], i == 1 ? End.Return : End.Ack);

        Assert.Equal([new SettleStep(End.Ack, 1, 1), new SettleStep(End.Return, 2, 1), new SettleStep(End.Ack, 4, 2)], Steps());
    }

    [Fact]
    public void Advance_AfterOneThatIsLeft_AcknowledgesOnlyOneByOne()
    {
        var slots = Begin(1, 2);
        _book.Complete(slots[0], End.Leave);
        _book.Complete(slots[1], End.Ack);
        Assert.Equal([new SettleStep(End.Leave, 1, 1), new SettleStep(End.Ack, 2, 1)], Steps());

        foreach (var slot in Begin(3, 4)) _book.Complete(slot, End.Ack);

        Assert.Equal([new SettleStep(End.Ack, 3, 1), new SettleStep(End.Ack, 4, 1)], Steps());
    }

    [Fact]
    public void Begin_OneWaitsForEver_TheOthersGoOnThroughTheRestOfThePrefetch()
    {
        _book.Begin(1);

        for (ulong tag = 2; tag <= 10_000; tag++)
        {
            _book.Complete(_book.Begin(tag), End.Ack);
            Assert.Equal([new SettleStep(End.Ack, tag, 1)], Steps());
        }

        Assert.Equal(1, _book.Unsettled);
    }

    [Fact]
    public void Begin_BeyondThePrefetch_Throws()
    {
        Begin(1, 2, 3, 4);

        Assert.Throws<InvalidOperationException>(() => _book.Begin(5));
    }

    private int[] Begin(params ulong[] tags) => [.. tags.Select(_book.Begin)];

    private List<SettleStep> Steps()
    {
        var steps = new List<SettleStep>();
        for (var step = _book.Advance(); step.Action != End.Pending; step = _book.Advance()) steps.Add(step);
        return steps;
    }
}
