namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>Shows a run while it goes on.</summary>
internal interface IDevScreen
{
    /// <summary>Time between two pictures.</summary>
    TimeSpan Interval { get; }

    /// <summary>Runs what goes on, with a place to put pictures; one picture at a time.</summary>
    Task<T> ShowAsync<T>(Func<Action<DevPicture>, Task<T>> run);

    /// <summary>Takes a warning at once; thread-safe. False if the pictures show it.</summary>
    bool TryNote(string note);
}
