namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A warning.</summary>
/// <param name="Text">What was said.</param>
/// <param name="At">When, as a timestamp.</param>
internal sealed record DevNote(string Text, long At);
