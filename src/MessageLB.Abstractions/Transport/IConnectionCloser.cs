namespace MessageLB.Transport;

/// <summary>
/// Closes other clients' connections at the broker, so that what they hold unacknowledged becomes available again. Not every broker
/// can, and not everybody may: without one, such messages wait for the broker's own time limit. Thread-safe.
/// </summary>
public interface IConnectionCloser
{
    /// <summary>Closes every connection of a session by the name that the session gave itself.</summary>
    /// <param name="clientName"><see cref="SessionOptions.ClientName"/> of the session.</param>
    /// <param name="reason">Told to the client and to the broker's log.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>Connections closed; 0 if there is none of this name.</returns>
    /// <exception cref="MessageLBException">The broker does not answer or refuses.</exception>
    Task<int> CloseAsync(string clientName, string reason, CancellationToken cancellationToken);
}
