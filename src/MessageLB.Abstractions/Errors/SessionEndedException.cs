namespace MessageLB;

/// <summary>
/// A transport session has ended, so the call could not be made. Whatever was unsettled in it goes back to its queue;
/// the owner of the session opens a new one.
/// </summary>
/// <param name="message">Why the session ended.</param>
/// <param name="innerException">The fault below, if any.</param>
public sealed class SessionEndedException(string message, Exception? innerException = null)
    : MessageLBException(message, innerException);
