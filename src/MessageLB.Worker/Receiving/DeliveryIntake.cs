using System.Threading.Channels;
using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Takes the deliveries of one session, copies them and queues them for the handlers. Never waits in practice: the queue holds
/// as many as the prefetch lets come.
/// </summary>
internal sealed class DeliveryIntake(WorkerSession session, WorkerSettings settings, ChannelWriter<WorkItem> queue, WorkerBooks books, TimeProvider time)
    : IDeliveryHandler
{
    public ValueTask HandleAsync(Delivery delivery)
    {
        // A delivery that crosses the end of its session cannot be settled any more; the broker has it back.
        if (session.HasEnded) return ValueTask.CompletedTask;
        var item = WorkItem.Copy(delivery, session, settings.Worker, time.GetTimestamp());
        books.Received(item);
        return queue.TryWrite(item) ? ValueTask.CompletedTask : queue.WriteAsync(item);
    }
}
