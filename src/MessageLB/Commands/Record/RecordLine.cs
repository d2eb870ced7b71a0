namespace MessageLB.CommandLine.Commands.Record;

/// <summary>A line of a recording, as far as the command reads it.</summary>
/// <param name="End">The end, if it is the last line.</param>
internal sealed record RecordLine(RecordEnd? End);
