using MessageLB.Transport;

namespace MessageLB.Dispatcher.Rescue.Rehearsing;

/// <summary>A session without a broker: one message is received from whatever queue, and every publish is confirmed.</summary>
internal sealed class RehearsalSession : ITransportSession, IPublisher, IReceiver
{
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPublishOutcomeHandler? _outcomes;

    /// <summary>Completes when the message is acknowledged.</summary>
    public Task Acknowledged => _acknowledged.Task;

    public CancellationToken Ended => _ended.Token;

    public string? EndReason => null;

    public ITopology Topology => throw new NotSupportedException("Nobody declares or looks at queues in a rehearsal.");

    public IControlBus Control => throw new NotSupportedException("Nobody reports in a rehearsal.");

    public IPresence Presence => throw new NotSupportedException("Nobody is watched in a rehearsal.");

    public void End(string reason) => _ended.Cancel();

    public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken)
    {
        _outcomes = outcomes;
        return ValueTask.FromResult<IPublisher>(this);
    }

    public async ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        // As a transport does: not from here, and perhaps before the caller has the receiver.
        await Task.Yield();
        await handler.HandleAsync(new Delivery(1, string.Empty, options.Queue, true, new MessageProperties { MessageId = "rehearsal", Persistent = true }, ReadOnlyMemory<byte>.Empty));
        return this;
    }

    public ValueTask PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation)
    {
        _outcomes!.OnOutcome(correlation, PublishOutcome.Confirmed);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> AckAsync(ulong tag, bool multiple)
    {
        _acknowledged.TrySetResult();
        return ValueTask.FromResult(true);
    }

    public ValueTask<bool> RejectAsync(ulong tag) => ValueTask.FromResult(true);

    public ValueTask<bool> ReturnAsync(ulong tag) => ValueTask.FromResult(true);

    public ValueTask StopAsync() => ValueTask.CompletedTask;

    // Flows dispose it as publisher and as receiver, its owner as session: all of them may.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
