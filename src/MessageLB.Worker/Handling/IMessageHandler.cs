namespace MessageLB.Worker;

/// <summary>
/// Handles the messages of a worker. Called for up to <see cref="WorkerOptions.Concurrency"/> messages at the same time, so an
/// implementation must be thread-safe unless it is created per message.
/// </summary>
public interface IMessageHandler
{
    /// <summary>
    /// Handles one message and says what is to become of it. The worker settles the message once, after the returned task has
    /// completed. An exception means what <see cref="WorkerOptions.OnException"/> says.
    /// </summary>
    /// <param name="message">The message; its body is valid only until the returned task completes.</param>
    /// <param name="cancellationToken">
    /// Valid during the call. Cancelled when the call takes longer than <see cref="WorkerOptions.HandlerTimeout"/>: a handler that then
    /// throws <see cref="OperationCanceledException"/> has its message retried. Cancelled too when the worker drains and
    /// <see cref="WorkerOptions.DrainTimeout"/> has passed: its message then goes back with the attempt unchanged. A handler that goes on
    /// loses its message to its group, and what it returns has no effect.
    /// </param>
    ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken);
}
