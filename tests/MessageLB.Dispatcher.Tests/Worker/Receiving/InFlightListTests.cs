using MessageLB.Transport;
using MessageLB.Worker.Receiving;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Receiving;

public sealed class InFlightListTests
{
    [Fact]
    public void AddAndRemove_InAnyOrder_KnowsCountAndOldestLikeAPlainList()
    {
        var random = new Random(11);
        var list = new InFlightList();
        var plain = new List<WorkItem>();

        for (var step = 0; step < 5000; step++)
        {
            if (plain.Count == 0 || random.Next(2) == 0)
            {
                var item = NewItem((ulong)step);
                list.Add(item);
                plain.Add(item);
            }
            else
            {
                var item = plain[random.Next(plain.Count)];
                list.Remove(item);
                plain.Remove(item);
            }

            Assert.Equal((plain.Count, plain.FirstOrDefault()), (list.Count, list.Oldest));
        }
    }

    private static WorkItem NewItem(ulong tag) => WorkItem.Copy(
        new Delivery(tag, string.Empty, "queue", false, new MessageProperties(), ReadOnlyMemory<byte>.Empty), null!, new WorkerInstance("g", "a", "i"), 0);
}
