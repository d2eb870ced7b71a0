namespace MessageLB.CommandLine.Commands.Check;

/// <summary>What a check has found.</summary>
/// <param name="Valid">Whether there is no error.</param>
/// <param name="Errors">What must be corrected.</param>
/// <param name="Warnings">What is allowed and probably not meant.</param>
/// <param name="Notices">What means less, or something else, than the words say.</param>
/// <param name="Consequences">What follows from the figures.</param>
internal sealed record CheckAnswer(
    bool Valid,
    IReadOnlyList<CheckFinding> Errors,
    IReadOnlyList<CheckFinding> Warnings,
    IReadOnlyList<CheckFinding> Notices,
    IReadOnlyList<CheckFinding> Consequences);
