namespace MessageLB.Worker;

/// <summary>
/// Remembers which attempts at which messages were done, beyond the life of one process and for all instances that share it, such as a
/// table beside the application's own data. Register one in the container, or hand it to <see cref="WorkerHost"/>; the drop window inside
/// the worker is asked first, and stays. Must be thread-safe.
/// </summary>
/// <remarks>
/// A call is cancelled after <see cref="WorkerOptions.DuplicateStoreTimeout"/>. One that fails, or is cancelled, holds nothing up: the
/// message is handled, for handling twice is better than losing. Whoever implements this decides how long an attempt is remembered.
/// </remarks>
public interface IDuplicateStore
{
    /// <summary>Whether the attempt was done, here or elsewhere. Asked before the handler starts, for messages with an id.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancelled when the answer comes too late.</param>
    ValueTask<bool> IsDoneAsync(MessageAttempt attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Remembers that the attempt is done. Called after the handler has said so and before the message is acknowledged: a crash between the
    /// two makes a duplicate that the next call of <see cref="IsDoneAsync"/> finds.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="cancellationToken">Cancelled when it takes too long.</param>
    ValueTask RememberAsync(MessageAttempt attempt, CancellationToken cancellationToken);
}
