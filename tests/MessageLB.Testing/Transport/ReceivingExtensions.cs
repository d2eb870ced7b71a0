using MessageLB.Transport;

namespace MessageLB.Testing;

/// <summary>Starts receivers for recording handlers.</summary>
public static class ReceivingExtensions
{
    /// <summary>Starts to receive and attaches the receiver to the handler.</summary>
    public static async Task<IReceiver> StartAsync(
        this ITransportSession session, ReceiveOptions options, RecordingDeliveryHandler handler, CancellationToken cancellationToken)
    {
        var receiver = await session.ReceiveAsync(options, handler, cancellationToken);
        handler.Attach(receiver);
        return receiver;
    }
}
