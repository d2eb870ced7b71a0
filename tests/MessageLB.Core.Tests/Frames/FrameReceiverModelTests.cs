using FsCheck;
using FsCheck.Fluent;
using MessageLB.Core.Tests.Generators;
using MessageLB.Frames;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Frames;

/// <summary>Random frames and settlements: the broker is told of each delivery once, and never that one is done which is to come again.</summary>
public sealed class FrameReceiverModelTests
{
    private static readonly Gen<Command> AnyCommand = Gen.Frequency(
        (1, Gen.Choose(0, 5).Select(n => new Command(n, 0, FrameEnding.None))),
        (3, from back in Gen.Choose(0, 12) from ending in Gen.Elements(FrameEnding.Ack, FrameEnding.Reject, FrameEnding.Return) select new Command(-1, back, ending)),
        (1, Gen.Choose(0, 12).Select(back => new Command(-1, back, FrameEnding.None))));

    [Fact]
    public void Receiver_AnySettlements_BrokerHearsOfEachDeliveryOnceAndOfTheWorst() => RandomCommands.Check(AnyCommand, commands => RunAsync(commands).GetAwaiter().GetResult());

    private static async Task RunAsync(IReadOnlyList<Command> commands)
    {
        var broker = new PlayedReceiver();
        var receiver = await FrameReceiver.StartAsync(broker, new ReceiveOptions { Queue = "q", Prefetch = 10 }, new RecordingDeliveryHandler(), int.MaxValue, CancellationToken.None);
        var messages = new List<(ulong Outer, FrameEnding Ending)>();
        var outer = 0UL;
        foreach (var (count, back, ending) in commands)
        {
            if (count >= 0)
            {
                outer++;
                await (count == 0 ? broker.DeliverAsync(new MessageProperties()) : broker.DeliverFrameAsync(PlayedReceiver.Frame([.. Enumerable.Range(0, count).Select(i => $"m{i}")])));
                messages.AddRange(Enumerable.Repeat((outer, FrameEnding.None), Math.Max(1, count)));
                continue;
            }

            var index = messages.Count - 1 - back;
            if (index < 0) continue;
            if (ending == FrameEnding.None) Assert.True(await receiver.AckAsync((ulong)index + 1, multiple: true));
            else if (messages[index].Ending == FrameEnding.None) Assert.True(await SettleAsync(receiver, (ulong)index + 1, ending));
            for (var i = ending == FrameEnding.None ? 0 : index; i <= index; i++)
            {
                if (messages[i].Ending == FrameEnding.None) messages[i] = messages[i] with { Ending = ending == FrameEnding.None ? FrameEnding.Ack : ending };
            }

            var expected = messages.GroupBy(m => m.Outer).Where(g => g.All(m => m.Ending != FrameEnding.None)).ToDictionary(g => g.Key, g => g.Max(m => m.Ending));
            Assert.Equal(expected.OrderBy(e => e.Key), broker.Settled.OrderBy(e => e.Key));
        }
    }

    private static ValueTask<bool> SettleAsync(IReceiver receiver, ulong tag, FrameEnding ending) => ending switch
    {
        FrameEnding.Ack => receiver.AckAsync(tag, multiple: false),
        FrameEnding.Reject => receiver.RejectAsync(tag),
        _ => receiver.ReturnAsync(tag),
    };

    /// <param name="Deliver">Messages in a frame that comes, 0 for one alone, or -1 for a settlement.</param>
    /// <param name="Back">Which message is settled, from the newest.</param>
    /// <param name="Ending">How; none for all up to it.</param>
    private readonly record struct Command(int Deliver, int Back, FrameEnding Ending);
}
