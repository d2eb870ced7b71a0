using MessageLB.Core.Adjustment;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Learning;

/// <summary>
/// Keeps what groups with <see cref="DynamicAdjustmentConfig.Learning"/> learn: read at the start, before anything is heard of a destination,
/// and written once a minute and at the end. A file that cannot be used is said once and changes nothing else. Log events 2130 to 2134; next free: 2135.
/// </summary>
internal sealed partial class LearningService : IHostedService
{
    /// <summary>What stands behind the name of the configuration file.</summary>
    public const string Suffix = ".state.json";

    /// <summary>Time between two writes.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly DestinationRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger<LearningService> _logger;
    private readonly string? _path;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private bool _hasWarned;

    public LearningService(MessageLBConfig config, DispatcherParts parts, ILogger<LearningService> logger, ConfigSources? sources = null)
    {
        (_registry, _time, _logger) = (parts.Registry, parts.Time, logger);
        _path = config.StateFile is { Length: > 0 } path ? path : sources?.FilePath is { } file ? file + Suffix : null;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Load();
        _running = SaveAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    /// <summary>Writes a last time.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        Save();
    }

    private static bool IsFileFault(Exception e) => e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException or ArgumentException;

    private void Load()
    {
        if (!_registry.Groups.Any(g => g.Learns)) return;
        if (_path is null)
        {
            LogNowhere();
            return;
        }

        try
        {
            if (StateFile.Read(_path) is { } state) Teach(state);
        }
        catch (Exception e) when (IsFileFault(e))
        {
            LogUnusable(_path, e.Message);
        }
    }

    private void Teach(LearnedState state)
    {
        var trust = state.TrustAt(_time.GetUtcNow());
        var hours = Math.Round((_time.GetUtcNow() - state.SavedAt).TotalHours, 1);
        if (trust <= 0)
        {
            LogTooOld(_path!, hours);
            return;
        }

        var known = 0;
        foreach (var learned in state.Groups)
        {
            if (_registry.Find(learned.Group) is not { Learns: true } group) continue;
            group.Learn(learned, trust);
            known += learned.Destinations.Count;
        }

        LogLearned(_path!, hours, known, trust);
    }

    private async Task SaveAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, _time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) Save();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    private void Save()
    {
        if (_path is null) return;
        var groups = _registry.Groups.Select(g => g.Learned()).OfType<LearnedGroup>().ToList();
        // A dispatcher that has heard of nobody knows less than the file.
        if (groups.All(g => g.Destinations.Count == 0)) return;
        try
        {
            StateFile.Write(_path, new LearnedState(_time.GetUtcNow(), groups));
            _hasWarned = false;
        }
        catch (Exception e) when (IsFileFault(e))
        {
            if (!_hasWarned) LogNotKept(_path, e.Message);
            _hasWarned = true;
        }
    }

    [LoggerMessage(2130, LogLevel.Information, "{Path}, {Hours} h old: what was learned of {Count} destinations is where their weights start, with a trust of {Trust:0.00}")]
    private partial void LogLearned(string path, double hours, int count, double trust);

    [LoggerMessage(2131, LogLevel.Warning, "{Path} is passed over, and weights start as configured: {Reason}; it is replaced within a minute")]
    private partial void LogUnusable(string path, string reason);

    [LoggerMessage(2132, LogLevel.Information, "{Path} is {Hours} h old, too old to be believed; weights start as configured")]
    private partial void LogTooOld(string path, double hours);

    [LoggerMessage(2133, LogLevel.Warning, "What is learned cannot be kept in {Path}: {Reason}; weights start as configured after a restart. Set state_file to a path that can be written")]
    private partial void LogNotKept(string path, string reason);

    [LoggerMessage(2134, LogLevel.Warning, "There is no file for what is learned, because there is no configuration file to keep it beside; set state_file")]
    private partial void LogNowhere();
}
