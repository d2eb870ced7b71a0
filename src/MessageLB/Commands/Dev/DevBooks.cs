namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A picture of the books of a run.</summary>
/// <param name="Confirmed">Messages that the broker has confirmed.</param>
/// <param name="Returned">Messages that no group took.</param>
/// <param name="Completed">Messages that a worker has completed, each counted once.</param>
/// <param name="Duplicates">Completions beyond the first of a message.</param>
/// <param name="Foreign">Completions of messages that are not of this run.</param>
/// <param name="Waiting">Messages confirmed and not completed: lost, if it stays so.</param>
/// <param name="LastCompletion">Time of the last completion, as a timestamp; 0 if there was none.</param>
/// <param name="All">Figures over all destinations.</param>
/// <param name="Destinations">Figures by destination.</param>
internal sealed record DevBooks(
    long Confirmed,
    long Returned,
    long Completed,
    long Duplicates,
    long Foreign,
    long Waiting,
    long LastCompletion,
    DevFigures All,
    IReadOnlyList<DevFigures> Destinations);
