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
    /// Cancelled when the worker stops and <see cref="WorkerOptions.DrainTimeout"/> has passed. A handler that then throws
    /// <see cref="OperationCanceledException"/> hands its message back with the attempt unchanged.
    /// </param>
    ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken);
}
