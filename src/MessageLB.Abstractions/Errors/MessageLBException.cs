namespace MessageLB;

/// <summary>
/// The root of every exception that MessageLB throws on purpose. Its message says what failed, for whom, the current
/// figures and the remedy; it is meant to be shown to a person without a stack trace.
/// </summary>
public class MessageLBException : Exception
{
    /// <summary>Creates an exception with a message for a person.</summary>
    public MessageLBException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message for a person and the fault below it.</summary>
    public MessageLBException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
