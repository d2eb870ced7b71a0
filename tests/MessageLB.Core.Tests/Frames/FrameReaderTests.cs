using MessageLB.Core.Tests.Abstractions;
using MessageLB.Frames;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

/// <summary>Frames that are not as they should be.</summary>
public sealed class FrameReaderTests
{
    private const string Prefix = "4D4C42460100";
    private const string Empty = "000000020000";

    private static readonly MessageProperties[] Three =
    [
        new() { MessageId = "a", ContentType = "t", Persistent = true, Priority = 3, Headers = new Dictionary<string, object?> { ["messagelb-group"] = "g", ["n"] = 7, ["s"] = "x" } },
        new() { MessageId = "b", Timestamp = 9, Headers = new Dictionary<string, object?> { ["messagelb-group"] = "g", ["f"] = true, ["d"] = 0.5, ["v"] = null } },
        new() { MessageId = "c", Type = "k", AppId = "p", Headers = new Dictionary<string, object?> { ["l"] = 1L, ["t"] = DateTimeOffset.UnixEpoch } },
    ];

    [Fact]
    public void TryRead_EveryPrefixOfAFrame_GivesTheMessagesThatAreWhole()
    {
        var (frame, ends) = Valid();
        var all = FrameMessages.Of(frame);
        Assert.Equal(3, all.Count);
        var reader = new FrameReader();

        // The rest stands behind each of them in memory; reading it would be seen.
        for (var length = 0; length < frame.Length; length++)
        {
            Assert.Equal(all.Take(ends.Count(e => e <= length)), FrameMessages.Of(reader, frame.AsMemory(0, length)));
        }
    }

    [Fact]
    public void TryRead_EveryByteChangedToEveryValue_ReadsMessagesInsideTheFrameOrStops()
    {
        var (frame, _) = Valid();
        var reader = new FrameReader();
        for (var position = 0; position < frame.Length; position++)
        {
            var original = frame[position];
            for (var value = 0; value <= byte.MaxValue; value++)
            {
                frame[position] = (byte)value;
                Assert.InRange(FrameMessages.Of(reader, frame).Count, 0, value == original ? 3 : FrameFormat.MostMessages);
            }

            frame[position] = original;
        }

        Assert.Equal(3, FrameMessages.Of(reader, frame).Count);
    }

    [Fact]
    public void TryRead_DamagedOrRandom_StopsWithinTheNumberOfMessages()
    {
        var reader = new FrameReader();
        Damage.Check(Valid().Frame, bytes =>
        {
            var opened = reader.TryOpen(bytes);
            var promised = reader.Left;
            return opened ? FrameMessages.Of(reader, bytes).Count <= promised : promised == 0;
        });
    }

    [Theory]
    [InlineData("0001" + "00" + Empty, 1)]
    [InlineData("0000" + "00", 0)] // no messages
    [InlineData("0401" + "00" + Empty, 0)] // more than 1,024
    [InlineData("FFFF" + "00" + Empty, 0)]
    [InlineData("0001" + "11" + "0000000000000000000000000000000000000000000000000000000000000000000000" + Empty, 0)] // 17 shared headers
    [InlineData("0001" + "02" + "0161" + "0161" + "FF", 0)] // a shared header is cut off
    [InlineData("0002" + "00" + Empty, 1)] // fewer messages than it says
    [InlineData("0001" + "00" + Empty + "00", 0)] // something behind the last one
    [InlineData("0001" + "00" + "FFFFFFFF" + "0000", 0)] // lengths beyond the end, and beyond what is a length
    [InlineData("0001" + "00" + "80000000" + "0000", 0)]
    [InlineData("0001" + "00" + "00000003" + "0000", 0)]
    [InlineData("0001" + "00" + "00000000", 0)] // no parts
    [InlineData("0001" + "00" + "00000001" + "00", 0)]
    [InlineData("0001" + "00" + "00000002" + "0800", 0)] // an unknown part
    [InlineData("0001" + "00" + "00000002" + "0001", 0)] // a part that is not there
    [InlineData("0001" + "00" + "00000004" + "0001" + "0261", 0)] // cut off by the end of its message
    [InlineData("0001" + "00" + "00000006" + "0400" + "0001" + "0000", 0)] // a shared header that there is not
    [InlineData("0001" + "00" + "00000006" + "0400" + "0000" + "FFFF", 0)] // own headers that there are not
    [InlineData("0001" + "00" + "00000009" + "0400" + "0000" + "0001" + "0161" + "56", 1)] // nothing as a value
    [InlineData("0001" + "00" + "00000009" + "0400" + "0000" + "0001" + "0161" + "41", 0)] // an unknown letter
    [InlineData("0001" + "00" + "0000000A" + "0400" + "0000" + "0001" + "0161" + "7402", 0)] // a boolean of 2
    [InlineData("0001" + "00" + "0000000D" + "0400" + "0000" + "0001" + "0161" + "53FFFFFFFF", 0)] // endless text
    [InlineData("0001" + "00" + "0000000D" + "0400" + "0000" + "0001" + "0161" + "5300000001", 0)]
    [InlineData("0001" + "00" + "00000011" + "0400" + "0000" + "0001" + "0161" + "547FFFFFFFFFFFFFFF", 0)] // a time beyond all calendars
    public void TryRead_MadeByHand_ReadsSoMany(string afterFlags, int messages) =>
        Assert.Equal(messages, FrameMessages.Of(Convert.FromHexString(Prefix + afterFlags)).Count);

    [Theory]
    [InlineData("4D4C42470100")] // other magic
    [InlineData("4D4C42460000")] // other versions
    [InlineData("4D4C42460200")]
    [InlineData("4D4C42460101")] // flags
    public void TryOpen_OtherPrefix_IsRefused(string prefix) =>
        Assert.False(new FrameReader().TryOpen(Convert.FromHexString(prefix + "0001" + "00" + Empty)));

    [Fact]
    public void TryRead_AfterAFault_ReadsNothingMore()
    {
        var reader = new FrameReader();
        Assert.True(reader.TryOpen(Convert.FromHexString(Prefix + "0002" + "00" + "00000002" + "0800" + Empty)));

        Assert.False(reader.TryRead(new MessageProperties(), out _));
        Assert.False(reader.TryRead(new MessageProperties(), out _));
    }

    private static (byte[] Frame, IReadOnlyList<int> Ends) Valid()
    {
        var writer = new FrameWriter();
        var ends = new List<int>();
        foreach (var properties in Three)
        {
            Assert.Equal(FrameAdd.Added, writer.TryAdd(properties, "body"u8));
            ends.Add(writer.Length);
        }

        return (writer.Seal().ToArray(), ends);
    }
}
