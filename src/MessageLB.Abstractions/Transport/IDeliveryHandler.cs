namespace MessageLB.Transport;

/// <summary>Takes the deliveries of one receiver, one at a time and in order.</summary>
public interface IDeliveryHandler
{
    /// <summary>
    /// Handles one delivery. The next one is handed over when the returned task completes, so a handler that waits stops the
    /// flow after at most the prefetch. <see cref="Delivery.Body"/> and <see cref="Delivery.Properties"/> are the transport's
    /// own memory, valid only until the returned task completes: copy what must live longer.
    /// Settling may happen later, on any thread, through <see cref="IReceiver"/>. An exception ends the session.
    /// </summary>
    ValueTask HandleAsync(Delivery delivery);
}
