namespace MessageLB.CommandLine.Commands.Check;

/// <summary>One finding.</summary>
/// <param name="Path">Path of the setting.</param>
/// <param name="Source"><c>file</c>, <c>environment</c>, <c>commandline</c>, <c>appsettings</c> or <c>code</c>.</param>
/// <param name="Name">File, variable or option.</param>
/// <param name="Line">Line in the file, from 1; 0 if there is none.</param>
/// <param name="Column">Column in the file, from 1; 0 if there is none.</param>
/// <param name="Text">What is to be said.</param>
/// <param name="Suggestion">What was probably meant; null if nothing is close.</param>
internal sealed record CheckFinding(string Path, string Source, string Name, int Line, int Column, string Text, string? Suggestion);
