using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>How a run went.</summary>
/// <param name="Published">Messages that the broker confirmed.</param>
/// <param name="Completed">Messages that workers completed, each counted once.</param>
/// <param name="Lost">Messages confirmed and never completed.</param>
/// <param name="Duplicates">Completions beyond the first of a message.</param>
/// <param name="ElapsedS">Time from the first message's being due to the last completion.</param>
/// <param name="Rate">Messages completed per second of that time.</param>
/// <param name="LatencyMs">Times from being due to completion.</param>
/// <param name="Destinations">By destination.</param>
internal sealed record DevSummary(
    long Published,
    long Completed,
    long Lost,
    long Duplicates,
    double ElapsedS,
    double Rate,
    DevLatency LatencyMs,
    IReadOnlyList<DevDestination> Destinations)
{
    public static DevSummary Of(DevBooks books, IReadOnlyList<DevWorker> workers, TimeSpan elapsed)
    {
        var seconds = elapsed.TotalSeconds;
        return new DevSummary(
            books.Confirmed,
            books.Completed,
            books.Waiting,
            books.Duplicates,
            Math.Round(seconds, 3),
            seconds > 0 ? Math.Round(books.Completed / seconds, 1) : 0,
            new DevLatency(Milliseconds(books.All.P50), Milliseconds(books.All.P99)),
            [.. workers.Select((worker, i) => Of(worker, books.Destinations[i], books.Completed))]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, DevJsonContext.Default.DevSummary);

    private static DevDestination Of(DevWorker worker, DevFigures figures, long completed) => new(
        worker.Name,
        figures.Done,
        completed > 0 ? Math.Round((double)figures.Done / completed, 4) : 0,
        Milliseconds(figures.P99));

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
