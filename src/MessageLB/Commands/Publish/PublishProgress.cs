using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>A line now and then while publishing takes its time.</summary>
internal sealed class PublishProgress : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly ITimer _timer;

    public PublishProgress(Terminal terminal, PublishTally tally, long total) => _timer = terminal.Time.CreateTimer(
        _ => terminal.Error.WriteLine($"{Figures.Count(tally.Confirmed)} of {Figures.Count(total)} confirmed ({Figures.Share((double)tally.Confirmed / total)})"),
        null,
        Interval,
        Interval);

    public void Dispose() => _timer.Dispose();
}
