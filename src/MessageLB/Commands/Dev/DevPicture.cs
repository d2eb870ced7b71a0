using MessageLB.Dispatcher.Status;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>An immutable picture of a run, for whoever draws it.</summary>
/// <param name="Elapsed">Time since the first message was due.</param>
/// <param name="Progress">Part of the run that is over, 0 to 1.</param>
/// <param name="Books">The books.</param>
/// <param name="Sent">Messages sent at least once.</param>
/// <param name="Repeated">Publishes that had to be repeated.</param>
/// <param name="Group">The dispatcher's view of the group.</param>
/// <param name="Note">The last warning; null if there was none lately.</param>
internal sealed record DevPicture(
    TimeSpan Elapsed,
    double Progress,
    DevBooks Books,
    long Sent,
    long Repeated,
    GroupStatus Group,
    string? Note);
