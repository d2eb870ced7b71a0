namespace MessageLB.CommandLine.Help;

/// <summary>One line to copy.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Line">The line.</param>
internal sealed record Example(string Purpose, string Line);
