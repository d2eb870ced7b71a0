using System.Collections.Concurrent;

namespace MessageLB.Transport;

/// <summary>
/// Publishing where each caller awaits its own outcome: for the command line, the HTTP API and the worker SDK, not for the
/// hand-off pipeline. Thread-safe; many publishes may wait at once.
/// </summary>
public sealed class ConfirmingPublisher : IPublishOutcomeHandler, IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly ConcurrentDictionary<ulong, TaskCompletionSource<PublishOutcome>> _waiting = new();
    private IPublisher? _publisher;
    private ulong _last;

    private ConfirmingPublisher()
    {
    }

    /// <summary>Creates a publisher in a session. It ends with the session; waiting publishes then get <see cref="PublishOutcome.Unknown"/>.</summary>
    public static async ValueTask<ConfirmingPublisher> CreateAsync(ITransportSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var publisher = new ConfirmingPublisher();
        publisher._publisher = await session.CreatePublisherAsync(new PublisherOptions(), publisher, cancellationToken);
        return publisher;
    }

    /// <summary>
    /// Publishes one message and waits for its outcome. Cancellation stops the wait for the message's turn to be sent, never
    /// what comes after, so that a sent message always has a known outcome.
    /// </summary>
    /// <exception cref="SessionEndedException">The session had ended before the message was sent.</exception>
    /// <exception cref="MessageTooLargeException">The body exceeds the transport's limit.</exception>
    public async Task<PublishOutcome> PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var outcome = new TaskCompletionSource<PublishOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var correlation = ++_last;
            _waiting[correlation] = outcome;
            try
            {
                await _publisher!.PublishAsync(exchange, routingKey, properties, body, correlation);
            }
            catch
            {
                _waiting.TryRemove(correlation, out _);
                throw;
            }
        }
        finally
        {
            _oneAtATime.Release();
        }

        return await outcome.Task;
    }

    /// <inheritdoc />
    void IPublishOutcomeHandler.OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        if (_waiting.TryRemove(correlation, out var waiting)) waiting.TrySetResult(outcome);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _publisher?.DisposeAsync() ?? ValueTask.CompletedTask;
}
