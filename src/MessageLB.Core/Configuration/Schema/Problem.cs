namespace MessageLB.Core.Configuration;

/// <summary>Why a text is no value.</summary>
/// <param name="Rule">The rule it breaks, to be read behind the quoted text.</param>
/// <param name="Suggestion">What was probably meant, if anything is close.</param>
internal readonly record struct Problem(string Rule, string? Suggestion = null);
