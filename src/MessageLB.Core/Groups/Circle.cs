namespace MessageLB.Core.Groups;

/// <summary>What a group says of one of its destinations while that is judged.</summary>
/// <param name="IsNeeded">Whether it must not be kept out for failures, for its probes or for coming and going, because nobody else works or too few do.</param>
/// <param name="IsLearning">Whether the dispatcher has only just begun to listen, so that whoever appears was there before.</param>
/// <param name="IsNew">Whether the destination joined after that.</param>
/// <param name="IsAlone">Whether nobody works beside it at full strength, so that what a slow start kept from it would go nowhere.</param>
internal readonly record struct Circle(bool IsNeeded, bool IsLearning, bool IsNew, bool IsAlone);
