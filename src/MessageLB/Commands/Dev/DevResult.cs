namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>The end of a run.</summary>
/// <param name="Picture">The last picture, after everything has stopped.</param>
/// <param name="Summary">How it went.</param>
/// <param name="Complaint">Why it is no success; null if it is.</param>
internal sealed record DevResult(DevPicture Picture, DevSummary Summary, string? Complaint);
