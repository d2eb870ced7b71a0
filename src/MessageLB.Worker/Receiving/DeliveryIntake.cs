using MessageLB.Transport;

namespace MessageLB.Worker.Receiving;

/// <summary>Takes the deliveries of one reception, copies them, and hands them to the handler slots.</summary>
internal sealed class DeliveryIntake(Reception reception, WorkerSettings settings, HandlerSlots slots, WorkerBooks books, TimeProvider time) : IDeliveryHandler
{
    public ValueTask HandleAsync(Delivery delivery)
    {
        // A delivery that crosses the end of its session cannot be settled any more; the broker has it back.
        if (reception.Session.HasEnded) return ValueTask.CompletedTask;
        var item = WorkItem.Copy(delivery, reception, settings.Worker, time.GetTimestamp());
        if (!item.IsCanary) books.Received(item);
        return slots.OfferAsync(item);
    }
}
