using MessageLB.Frames;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

public sealed class FrameBookTests
{
    [Fact]
    public void RoomForAsync_TooFarFromTheOldest_WaitsUntilTheOldestEnds()
    {
        var book = new FrameBook(most: 2);
        var first = book.Begin(outer: 1, count: 3);

        Assert.True(book.RoomForAsync(first + 1).IsCompleted);
        var room = book.RoomForAsync(first + 2);
        book.End(first + 1, FrameEnding.Ack);
        Assert.False(room.IsCompleted);
        book.End(first, FrameEnding.Ack);

        Assert.True(book.RoomForAsync(first + 2).IsCompleted);
    }

    [Fact]
    public async Task RoomForAsync_OldestEndsWhileItWaits_Completes()
    {
        var book = new FrameBook(most: 1);
        var first = book.Begin(outer: 1, count: 2);
        var room = book.RoomForAsync(first + 1);

        book.End(first, FrameEnding.Ack);

        await room.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Close_SomebodyWaitsForRoom_LetsItThrough()
    {
        var book = new FrameBook(most: 1);
        var first = book.Begin(outer: 1, count: 3);
        var room = book.RoomForAsync(first + 2);

        book.Close();

        await room.WaitAsync(TestTimeouts.Happens, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void RoomForAsync_Closed_NobodyWaits()
    {
        var book = new FrameBook(most: 1);
        book.Close();
        var first = book.Begin(outer: 1, count: 100);

        Assert.True(book.RoomForAsync(first + 99).IsCompleted);
    }

    [Fact]
    public void End_TwiceOrNeverBegun_SaysNothing()
    {
        var book = new FrameBook();
        var tag = book.Begin(outer: 7);

        Assert.Equal(new FrameStep(7, FrameEnding.Reject), book.End(tag, FrameEnding.Reject));

        Assert.Equal(default, book.End(tag, FrameEnding.Ack));
        Assert.Equal(default, book.End(tag + 1, FrameEnding.Ack));
        Assert.Equal(default, book.End(0, FrameEnding.Ack));
    }
}
