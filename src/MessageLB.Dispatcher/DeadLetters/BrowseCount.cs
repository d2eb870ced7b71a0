namespace MessageLB.Dispatcher.DeadLetters;

/// <summary>How many dead letters there are, and how many of them were looked at.</summary>
/// <param name="Total">In the queue when the look began, without those that somebody else holds.</param>
/// <param name="Looked">Looked at, from the head of the queue.</param>
public readonly record struct BrowseCount(long Total, long Looked);
