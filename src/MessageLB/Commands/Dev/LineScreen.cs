using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A line now and then, where no person looks or no terminal can draw.</summary>
/// <param name="terminal">Where to write.</param>
/// <param name="quiet">Whether to write warnings only.</param>
internal sealed class LineScreen(Terminal terminal, bool quiet) : IDevScreen
{
    /// <inheritdoc />
    public TimeSpan Interval { get; } = TimeSpan.FromSeconds(3);

    /// <inheritdoc />
    public Task<T> ShowAsync<T>(Func<Action<DevPicture>, Task<T>> run) => run(Write);

    /// <inheritdoc />
    public bool TryNote(string note)
    {
        lock (terminal) terminal.Error.WriteLine($"messagelb: {note}");
        return true;
    }

    private void Write(DevPicture picture)
    {
        if (quiet) return;
        var all = picture.Books.All;
        lock (terminal)
        {
            terminal.Error.WriteLine(
                $"{Figures.Seconds(picture.Elapsed)}: {Figures.Count(picture.Books.Completed)} completed ({Figures.Share(picture.Progress)}), {Figures.Rate(all.Rate)}, p50 {Figures.Time(all.RecentP50)}, p99 {Figures.Time(all.RecentP99)}");
        }
    }
}
