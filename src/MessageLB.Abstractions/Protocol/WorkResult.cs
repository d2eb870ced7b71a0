namespace MessageLB;

/// <summary>A worker's word about one attempt at one message (DESIGN: worker protocol, level 2).</summary>
/// <param name="MessageId">Id of the message. <value>1 to <see cref="ResultCodec.LongestId"/> characters.</value></param>
/// <param name="Attempt">The attempt, from 1.</param>
/// <param name="Status">What became of it.</param>
/// <param name="DurationMs">Time in the handler, in milliseconds; 0 if no handler saw it.</param>
/// <param name="Error">What went wrong, as <c>kind: text</c>; null for nothing. <value>At most <see cref="FailureNotes.LongestError"/> characters.</value></param>
/// <param name="Dispatcher">The dispatcher that handed the message over, as its header said; null if the worker does not tell.</param>
public readonly record struct WorkResult(string MessageId, int Attempt, ResultStatus Status, double DurationMs, string? Error = null, string? Dispatcher = null);
