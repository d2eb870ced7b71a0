namespace MessageLB.Web.DeadLetters;

/// <summary>Dead letters of a group, in the order of their queue.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Total">Dead letters in the queue.</param>
/// <param name="Looked">How many of them were looked at, from the head.</param>
/// <param name="Letters">Those of them that are meant.</param>
public sealed record DeadLettersResponse(string Group, long Total, long Looked, IReadOnlyList<DeadLetterResponse> Letters);
