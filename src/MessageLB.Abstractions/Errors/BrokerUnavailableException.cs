namespace MessageLB;

/// <summary>The broker could not be reached, or it refused the connection for a reason that may pass.</summary>
/// <param name="message">What failed and the remedy.</param>
/// <param name="innerException">The fault below, if any.</param>
public sealed class BrokerUnavailableException(string message, Exception? innerException = null)
    : MessageLBException(message, innerException);
