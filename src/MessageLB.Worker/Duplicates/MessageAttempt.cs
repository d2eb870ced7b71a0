namespace MessageLB.Worker;

/// <summary>One attempt at one message: what makes two deliveries the same piece of work.</summary>
/// <param name="Group">Group of the message.</param>
/// <param name="MessageId">Its id, not empty.</param>
/// <param name="Attempt">Number of the attempt, from 1. A retry has a higher one, so it is another piece of work.</param>
public readonly record struct MessageAttempt(string Group, string MessageId, int Attempt);
