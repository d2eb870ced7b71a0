using FsCheck.Fluent;
using MessageLB.Core.Tests.Generators;
using MessageLB.Frames;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

public sealed class FrameWriterTests
{
    [Fact]
    public void Seal_TwoMessages_IsTheFrameOfTheProtocol()
    {
        var writer = new FrameWriter();
        var first = new MessageProperties { MessageId = "a", Persistent = true, Headers = new Dictionary<string, object?> { ["messagelb-group"] = "g", ["n"] = 7 } };
        var second = new MessageProperties { Timestamp = 1, Headers = new Dictionary<string, object?> { ["messagelb-group"] = "g" } };

        Assert.Equal(FrameAdd.Added, writer.TryAdd(first, "hi"u8));
        Assert.Equal(FrameAdd.Added, writer.TryAdd(second, []));

        Assert.Equal(
            "4D4C4246" + "01" + "00" + "0002" + "01" + "0F6D6573736167656C622D67726F7570" + "0167"
            + "00000011" + "0444" + "0161" + "0001" + "0001" + "016E4900000007" + "6869"
            + "0000000E" + "0480" + "0000000000000001" + "0001" + "0000",
            Convert.ToHexString(writer.Seal().Span));
    }

    [Fact]
    public void TryAdd_AnyMessages_WritesWhatANaiveOneWritesAndRefusesTheRest() => RandomCommands.Check(
        AnyMessage.Seeds,
        seeds =>
        {
            var (writer, naive) = (new FrameWriter(), new NaiveFrame());
            foreach (var message in seeds.Select(AnyMessage.Of))
            {
                var (expected, mayBeFull) = naive.TryAdd(message.Properties, message.Body);
                var added = writer.TryAdd(message.Properties, message.Body);

                if (!(mayBeFull && expected == FrameAdd.Unfit && added == FrameAdd.Full)) Assert.Equal(expected, added);
                Assert.Equal(naive.Count, writer.Count);
                if (naive.Count > 0) Assert.True(writer.Seal().Span.SequenceEqual(naive.Bytes), $"the frame after {writer.Count} messages");
            }
        },
        sequences: 30);

    [Fact]
    public void TryAdd_AnyMessages_AreReadAsTheyWereWritten() => RandomCommands.Check(
        AnyMessage.Seeds,
        seeds =>
        {
            var writer = new FrameWriter();
            var added = seeds.Select(AnyMessage.Of).Where(m => writer.TryAdd(m.Properties, m.Body) == FrameAdd.Added).Select(m => AnyMessage.Describe(m.Properties, m.Body)).ToList();

            if (added.Count > 0) Assert.Equal(added, FrameMessages.Of(writer.Seal()));
        },
        sequences: 30);

    [Fact]
    public void TryAdd_LargestMessage_ExactlyFits()
    {
        var writer = new FrameWriter();

        Assert.Equal(FrameAdd.Unfit, writer.TryAdd(new MessageProperties(), new byte[FrameFormat.LargestMessage - 5]));
        Assert.Equal((0, 0), (writer.Count, writer.Length));
        Assert.Equal(FrameAdd.Added, writer.TryAdd(new MessageProperties(), new byte[FrameFormat.LargestMessage - 6]));
    }

    [Fact]
    public void TryAdd_ManyEmptyMessages_TakesAsManyAsTheFormatAllows()
    {
        var writer = new FrameWriter();
        for (var i = 0; i < FrameFormat.MostMessages; i++) Assert.Equal(FrameAdd.Added, writer.TryAdd(new MessageProperties(), []));

        Assert.Equal(FrameAdd.Full, writer.TryAdd(new MessageProperties(), []));

        Assert.Equal(FrameFormat.MostMessages, FrameMessages.Of(writer.Seal()).Count);
    }

    [Theory]
    [InlineData(15, FrameAdd.Unfit)]
    [InlineData(16, FrameAdd.Added)]
    public void TryAdd_TransportWithAFrameOfItsOwnSize_KeepsToIt(int largest, FrameAdd expected)
    {
        var writer = new FrameWriter(largest);

        Assert.Equal(expected, writer.TryAdd(new MessageProperties(), [1]));
    }

    [Fact]
    public void TryAdd_TransportTakesTwoMessages_ThirdBelongsIntoTheNextFrame()
    {
        var writer = new FrameWriter(largest: 23);

        Assert.Equal([FrameAdd.Added, FrameAdd.Added, FrameAdd.Full], Enumerable.Range(0, 3).Select(_ => writer.TryAdd(new MessageProperties(), [1])));
        Assert.Equal(23, writer.Length);
    }

    [Fact]
    public void Clear_AfterAFrame_TheNextSharesNothingWithIt()
    {
        var writer = new FrameWriter();
        writer.TryAdd(new MessageProperties { Headers = new Dictionary<string, object?> { ["messagelb-group"] = "old" } }, []);
        writer.Clear();

        writer.TryAdd(new MessageProperties { MessageId = "m", Headers = new Dictionary<string, object?> { ["own"] = "o" } }, [1]);

        var expected = new NaiveFrame();
        expected.TryAdd(new MessageProperties { MessageId = "m", Headers = new Dictionary<string, object?> { ["own"] = "o" } }, [1]);
        Assert.Equal(expected.Bytes, writer.Seal().ToArray());
    }

    [Fact]
    public void Seal_Nothing_Throws() => Assert.Throws<InvalidOperationException>(() => new FrameWriter().Seal());
}
