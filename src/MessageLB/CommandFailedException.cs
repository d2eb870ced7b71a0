namespace MessageLB.CommandLine;

/// <summary>A command cannot do what it was asked to; the message is all that the user is told.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">What is wrong and the remedy.</param>
/// <param name="innerException">The fault below, if any.</param>
internal sealed class CommandFailedException(int exitCode, string message, Exception? innerException = null)
    : MessageLBException(message, innerException)
{
    public int ExitCode { get; } = exitCode;
}
