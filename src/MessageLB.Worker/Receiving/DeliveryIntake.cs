using System.Threading.Channels;
using MessageLB.Transport;
using MessageLB.Worker.Serving;

namespace MessageLB.Worker.Receiving;

/// <summary>
/// Takes the deliveries of one reception, copies them and queues them for the handlers, or sends them back to their group while the
/// worker is out of service. Never waits in practice: the queue holds as many as the prefetch lets come.
/// </summary>
internal sealed class DeliveryIntake(Reception reception, WorkerSettings settings, ChannelWriter<WorkItem> queue, ItemFlow flow, ServiceState service, WorkerBooks books, TimeProvider time)
    : IDeliveryHandler
{
    public ValueTask HandleAsync(Delivery delivery)
    {
        // A delivery that crosses the end of its session cannot be settled any more; the broker has it back.
        if (reception.Session.HasEnded) return ValueTask.CompletedTask;
        var item = WorkItem.Copy(delivery, reception, settings.Worker, time.GetTimestamp());
        books.Received(item);
        if (service.IsOpen) return queue.TryWrite(item) ? ValueTask.CompletedTask : queue.WriteAsync(item);
        // Many at the same time, as many as the prefetch lets come; each ends in the books and none throws.
        _ = flow.ReturnAsync(item);
        return ValueTask.CompletedTask;
    }
}
