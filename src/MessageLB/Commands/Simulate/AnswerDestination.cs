using MessageLB.Simulation;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>What one worker got.</summary>
/// <param name="Name">The worker.</param>
/// <param name="Share">Part of the measured messages.</param>
/// <param name="Utilisation">Part of its concurrency that was busy.</param>
/// <param name="P99Ms">99th percentile of the response times of its messages.</param>
/// <param name="Timeline">Part of all completions in each of 100 equal parts of the run.</param>
internal sealed record AnswerDestination(string Name, AnswerFigure Share, AnswerFigure Utilisation, AnswerFigure P99Ms, IReadOnlyList<double> Timeline)
{
    public static AnswerDestination Of(DestinationResult destination) => new(
        destination.Name,
        AnswerFigure.Part(destination.Share),
        AnswerFigure.Part(destination.Utilisation),
        AnswerFigure.Time(destination.P99),
        [.. destination.Timeline.Select(AnswerFigure.Round)]);
}
