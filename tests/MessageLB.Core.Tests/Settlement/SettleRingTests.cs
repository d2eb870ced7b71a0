using MessageLB.Core.Settlement;
using Xunit;
using End = MessageLB.Core.Settlement.Settlement;

namespace MessageLB.Core.Tests.Settlement;

public sealed class SettleRingTests
{
    private static readonly SettleStep Nothing = new(End.Pending, 0, 0);

    [Fact]
    public void Advance_NothingBegun_HasNothing() => Assert.Equal(Nothing, new SettleRing<string>(4).Advance());

    [Fact]
    public void Advance_OldestUndecided_HasNothing()
    {
        var ring = Begun(3);

        ring.Complete(2, End.Ack);
        ring.Complete(3, End.Ack);

        Assert.Equal(Nothing, ring.Advance());
        Assert.Equal(3, ring.Unsettled);
    }

    [Fact]
    public void Advance_PrefixConfirmed_SettlesItInOneCall()
    {
        var ring = Begun(4);
        ring.Complete(3, End.Ack);
        ring.Complete(1, End.Ack);
        ring.Complete(2, End.Ack);

        Assert.Equal(new SettleStep(End.Ack, Tag: 3, Count: 3), ring.Advance());
        Assert.Equal(Nothing, ring.Advance());
        Assert.Equal(1, ring.Unsettled);
    }

    [Fact]
    public void Advance_AfterOneThatIsLeft_AcknowledgesOnlyOneByOne()
    {
        var ring = Begun(5);
        ring.Complete(1, End.Ack);
        ring.Complete(2, End.Ack);
        ring.Complete(3, End.Leave);
        ring.Complete(4, End.Ack);
        ring.Complete(5, End.Ack);

        Assert.Equal(
            [new SettleStep(End.Ack, 2, 2), new SettleStep(End.Leave, 3, 1), new SettleStep(End.Ack, 4, 1), new SettleStep(End.Ack, 5, 1), Nothing],
            [ring.Advance(), ring.Advance(), ring.Advance(), ring.Advance(), ring.Advance()]);
    }

    [Fact]
    public void Advance_ReturnedAndRejectedAmongConfirmed_AreSettledAloneAndInOrder()
    {
        var ring = Begun(6);
        ring.Complete(1, End.Ack);
        ring.Complete(2, End.Return);
        ring.Complete(3, End.Return);
        ring.Complete(4, End.Reject);
        ring.Complete(5, End.Ack);
        ring.Complete(6, End.Ack);

        Assert.Equal(
            [
                new SettleStep(End.Ack, 1, 1),
                new SettleStep(End.Return, 2, 1),
                new SettleStep(End.Return, 3, 1),
                new SettleStep(End.Reject, 4, 1),
                new SettleStep(End.Ack, 6, 2),
                Nothing,
            ],
            [ring.Advance(), ring.Advance(), ring.Advance(), ring.Advance(), ring.Advance(), ring.Advance()]);
        Assert.Equal(0, ring.Unsettled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(500)]
    [InlineData(2000)]
    public void Begin_WholePrefetchUnsettled_HasRoom(int prefetch)
    {
        var ring = new SettleRing<int>(prefetch);
        for (var tag = 1; tag <= prefetch; tag++) ring.Begin((ulong)tag, tag * 10);

        Assert.Equal(prefetch, ring.Unsettled);
        Assert.All(Enumerable.Range(1, prefetch), tag => Assert.Equal(tag * 10, ring[(ulong)tag]));
    }

    [Fact]
    public void Begin_SlotsUsedAgain_ForgetsHowTheirLastDeliveryEnded()
    {
        var ring = new SettleRing<int>(1);
        for (var tag = 1UL; tag <= 9; tag++)
        {
            ring.Begin(tag, (int)tag);
            Assert.Equal(Nothing, ring.Advance());
            ring.Complete(tag, End.Ack);
            Assert.Equal(new SettleStep(End.Ack, tag, 1), ring.Advance());
        }
    }

    [Fact]
    public void Begin_BeyondTheRoom_ThrowsAndKeepsTheBooks()
    {
        var ring = Begun(3);

        var thrown = Assert.Throws<InvalidOperationException>(() => ring.Begin(4, "d4"));

        Assert.Equal("Delivery 4 exceeds the prefetch of the receiver.", thrown.Message);
        Assert.Equal(["d1", "d2", "d3"], [ring[1], ring[2], ring[3]]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void New_PrefetchBelowOne_Throws(int prefetch) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SettleRing<int>(prefetch));

    [Fact]
    public void Item_Changed_IsKeptUntilSettled()
    {
        var ring = Begun(2);
        ring[2] = "handed to b";

        ring.Complete(1, End.Ack);
        ring.Advance();

        Assert.Equal("handed to b", ring[2]);
        Assert.Null(ring[1]);
    }

    private static SettleRing<string> Begun(int count)
    {
        var ring = new SettleRing<string>(count);
        for (var tag = 1; tag <= count; tag++) ring.Begin((ulong)tag, $"d{tag}");
        return ring;
    }
}
