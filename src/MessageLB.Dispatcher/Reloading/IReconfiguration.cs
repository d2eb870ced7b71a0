using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>Reads the configuration again while the dispatcher runs. Thread-safe.</summary>
public interface IReconfiguration
{
    /// <summary>Which configuration is in force.</summary>
    ConfigurationStatus Status { get; }

    /// <summary>Whether there is anything to read again: false where the host gave its configuration as an object.</summary>
    bool CanReload { get; }

    /// <summary>
    /// Reads, validates, and puts in force what changed; groups that did not change are not touched. With any error nothing changes, and the
    /// report has every error. One reload at a time; a second one waits. Once something changes it is not cancelled any more.
    /// </summary>
    /// <param name="by">Who wants it, for the log.</param>
    /// <param name="cancellationToken">Stops the wait for another reload.</param>
    /// <exception cref="InvalidOperationException"><see cref="CanReload"/> is false.</exception>
    Task<ReloadReport> ReloadAsync(string by, CancellationToken cancellationToken);
}
