namespace MessageLB;

/// <summary>
/// The broker answered and refused: wrong password, unknown virtual host, missing permission. Trying again without a
/// change of configuration does not help.
/// </summary>
/// <param name="message">What was refused, for whom, and the remedy.</param>
/// <param name="innerException">The fault below, if any.</param>
public sealed class BrokerRefusedException(string message, Exception? innerException = null)
    : MessageLBException(message, innerException);
