using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Framing;

/// <summary>Publishes what one flow sends: to destinations, in frames where that is worth it, and to other queues.</summary>
internal sealed class FlowPublisher : IAsyncDisposable
{
    private readonly IPublisher _publisher;
    private readonly FrameSender? _frames;

    /// <param name="publisher">Publishes what travels alone.</param>
    /// <param name="frames">Sends frames; null if everything travels alone.</param>
    public FlowPublisher(IPublisher publisher, FrameSender? frames) => (_publisher, _frames) = (publisher, frames);

    /// <summary>What ended it before its time; null if nothing did.</summary>
    public Exception? Fault => _frames?.Fault;

    /// <summary>Starts to publish.</summary>
    /// <param name="session">The session.</param>
    /// <param name="group">The group.</param>
    /// <param name="dispatcher">Identifier of this process.</param>
    /// <param name="frames">Whether messages may travel in frames.</param>
    /// <param name="largest">Largest body in bytes.</param>
    /// <param name="outcomes">Gets one outcome for each publish.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<FlowPublisher> StartAsync(
        ITransportSession session, GroupRuntime group, string dispatcher, bool frames, int largest, IPublishOutcomeHandler outcomes, TimeProvider time, CancellationToken cancellationToken)
    {
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, cancellationToken);
        if (!frames) return new FlowPublisher(publisher, null);
        var sender = new FrameSender(outcomes, group.Counters, dispatcher, () => group.Config.FrameDelay, largest, time);
        try
        {
            sender.Start(await session.CreatePublisherAsync(new PublisherOptions(), sender, cancellationToken), group.EligibleSignal.Set);
        }
        catch
        {
            await publisher.DisposeAsync();
            throw;
        }

        return new FlowPublisher(publisher, sender);
    }

    /// <summary>Publishes to a queue or an exchange, as <see cref="IPublisher.PublishAsync"/>.</summary>
    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation) =>
        _publisher.PublishAsync(exchange, routingKey, properties, body, correlation);

    /// <summary>Publishes to a destination's queue, as <see cref="IPublisher.PublishAsync"/>.</summary>
    public ValueTask HandOverAsync(DestinationState destination, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation) =>
        _frames?.TryHandOver(destination, properties, body, correlation) == true
            ? ValueTask.CompletedTask
            : _publisher.PublishAsync(string.Empty, destination.Queue, properties, body, correlation);

    /// <summary>Ends; what has no outcome yet gets an unknown one.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_frames is not null) await _frames.DisposeAsync();
        await _publisher.DisposeAsync();
    }
}
