using System.Collections.Concurrent;
using MessageLB.Core.Settlement;
using MessageLB.Core.Tests.Generators;
using Xunit;
using End = MessageLB.Core.Settlement.Settlement;

namespace MessageLB.Core.Tests.Settlement;

public sealed class SettleRingRaceTests
{
    private const int Prefetch = 64;
    private const int Deliveries = 100_000;

    [Fact]
    public async Task Ring_ReceiverDecidersAndAckerInParallel_SettlesEveryDeliveryOnceInOrderAsDecided()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var ring = new SettleRing<ulong>(Prefetch);
        using var handedOver = new BlockingCollection<ulong>();
        using var room = new SemaphoreSlim(Prefetch);
        var steps = new List<SettleStep>();
        var wrongItems = 0;

        void Receive()
        {
            for (var tag = 1UL; tag <= Deliveries; tag++)
            {
                room.Wait(cancellationToken);
                ring.Begin(tag, tag ^ 0xABCD);
                handedOver.Add(tag, cancellationToken);
            }

            handedOver.CompleteAdding();
        }

        void Decide()
        {
            foreach (var tag in handedOver.GetConsumingEnumerable(cancellationToken))
            {
                // If another one is there, the younger goes first, so that confirms overtake each other.
                if (handedOver.TryTake(out var younger)) Complete(younger);
                Complete(tag);
            }
        }

        void Complete(ulong tag)
        {
            if (ring[tag] != (tag ^ 0xABCD)) Interlocked.Increment(ref wrongItems);
            ring.Complete(tag, Decision(tag));
        }

        void Settle()
        {
            var settled = 0;
            var spin = new SpinWait();
            while (settled < Deliveries && !cancellationToken.IsCancellationRequested)
            {
                var step = ring.Advance();
                if (step.Action == End.Pending)
                {
                    spin.SpinOnce();
                    continue;
                }

                steps.Add(step);
                settled += step.Count;
                room.Release(step.Count);
            }
        }

        await Race.RunAsync(cancellationToken, Receive, Decide, Decide, Settle);

        Assert.Equal(0, wrongItems);
        Assert.Equal(0, ring.Unsettled);
        AssertCoversEveryDeliveryAsDecided(steps);
    }

    private static End Decision(ulong tag) => (tag % 17) switch
    {
        5 => End.Return,
        11 => End.Reject,
        _ => End.Ack,
    };

    private static void AssertCoversEveryDeliveryAsDecided(List<SettleStep> steps)
    {
        var settled = 0UL;
        foreach (var step in steps)
        {
            Assert.Equal(settled + (ulong)step.Count, step.Tag);
            for (var tag = settled + 1; tag <= step.Tag; tag++) Assert.Equal(Decision(tag), step.Action);
            if (step.Action != End.Ack) Assert.Equal(1, step.Count);
            settled = step.Tag;
        }

        Assert.Equal((ulong)Deliveries, settled);
    }
}
