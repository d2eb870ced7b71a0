using Spectre.Console;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A picture that is redrawn in place. One loop draws, because the live display is not thread-safe.</summary>
internal sealed class LiveScreen(IAnsiConsole console, DevView view) : IDevScreen
{
    /// <inheritdoc />
    public TimeSpan Interval { get; } = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc />
    public Task<T> ShowAsync<T>(Func<Action<DevPicture>, Task<T>> run) =>
        console.Live(new Text("starting …")).AutoClear(true).StartAsync(live => run(picture => live.UpdateTarget(view.Draw(picture))));

    /// <inheritdoc />
    public bool TryNote(string note) => false;
}
