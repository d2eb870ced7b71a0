namespace MessageLB.Transport;

/// <summary>A session that ended, or that could not be opened.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Failures">How many in a row, this one included; 0 after a session that had worked for a while.</param>
/// <param name="RetryAfter">Delay before the next attempt.</param>
public readonly record struct SessionFault(Exception Reason, int Failures, TimeSpan RetryAfter);
