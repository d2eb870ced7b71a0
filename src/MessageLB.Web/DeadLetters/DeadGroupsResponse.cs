using MessageLB.Core.DeadLetters;

namespace MessageLB.Web.DeadLetters;

/// <summary>Dead letters of a group by what they died of, the most frequent first.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Total">Dead letters in the queue.</param>
/// <param name="Looked">How many of them were looked at, from the head.</param>
/// <param name="Groups">What those that are meant died of.</param>
public sealed record DeadGroupsResponse(string Group, long Total, long Looked, IReadOnlyList<DeadLetterGroup> Groups);
