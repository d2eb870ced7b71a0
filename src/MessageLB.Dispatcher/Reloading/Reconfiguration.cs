using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Reloading;

/// <summary>Reads, validates, compares, and has the groups switched. Log events of reloads: 2100 to 2109, all taken.</summary>
internal sealed partial class Reconfiguration : IReconfiguration
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly GroupSwitch _groups;
    private readonly RoutingPolicyRegistry _policies;
    private readonly AlertSettings _alerts;
    private readonly TimeProvider _time;
    private readonly ILogger<Reconfiguration> _logger;
    private readonly ConfigSources? _sources;
    private MessageLBConfig _running;
    private volatile ConfigurationStatus _status;

    public Reconfiguration(MessageLBConfig config, DispatcherParts parts, RoutingPolicyRegistry policies, AlertSettings alerts, ILogger<Reconfiguration> logger, ConfigSources? sources = null)
    {
        (_running, _groups, _policies, _alerts, _time, _logger, _sources) = (config, parts.Groups, policies, alerts, parts.Time, logger, sources);
        _status = new ConfigurationStatus(_time.GetUtcNow(), Version: 1, HashNow(), LastError: null, LastErrorAt: null, NeedRestart: []);
    }

    public ConfigurationStatus Status => _status;

    public bool CanReload => _sources is not null;

    public async Task<ReloadReport> ReloadAsync(string by, CancellationToken cancellationToken)
    {
        if (_sources is null) throw new InvalidOperationException("There is nothing to read again: the configuration was given as an object.");
        await _one.WaitAsync(cancellationToken);
        try
        {
            LogBegins(by);
            // Before the file is read: if it changes in between, a watch sees another hash than this one.
            var hash = HashNow();
            return await ReloadAsync(ConfigLoader.Load(_sources), hash);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<ReloadReport> ReloadAsync(ConfigResult read, string? hash)
    {
        if (read.Config is not { } next) return Refuse(read.Errors);
        var findings = new ConfigFindings();
        PolicyRules.Check(next, _policies, findings);
        var changes = ConfigChanges.Between(_running, next, findings);
        if (!findings.IsValid) return Refuse(findings.Errors);
        foreach (var group in changes.Removed) LogRemoved(group.Name, Names.IngressQueue(group.Name));
        if (!changes.IsEmpty) await _groups.ApplyAsync(changes);
        _alerts.Apply(changes.Config.Alerts);
        if (changes.NeedRestart.Count > 0) LogNeedsRestart(string.Join(", ", changes.NeedRestart));
        _running = changes.Config;
        _status = new ConfigurationStatus(
            changes.IsEmpty ? _status.LoadedAt : _time.GetUtcNow(), _status.Version + (changes.IsEmpty ? 0 : 1), hash, LastError: null, LastErrorAt: null, changes.NeedRestart);
        var report = new ReloadReport
        {
            Warnings = [.. read.Warnings.Select(w => w.ToString())],
            Added = NamesOf(changes.Added),
            Changed = NamesOf(changes.Changed),
            Removed = NamesOf(changes.Removed),
            AlertsChanged = changes.AlertsChanged,
            NeedRestart = changes.NeedRestart,
        };
        if (changes.IsEmpty) LogNothingChanged();
        else LogReloaded(_status.Version, Text(report.Added), Text(report.Changed), Text(report.Removed));
        return report;

        static IReadOnlyList<string> NamesOf(IReadOnlyList<GroupConfig> groups) => [.. groups.Select(g => g.Name)];
        static string Text(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(", ", names);
    }

    private ReloadReport Refuse(IReadOnlyList<ConfigError> errors)
    {
        var words = errors.Select(e => e.ToString()).ToList();
        LogRefused(words.Count, string.Join("; ", words));
        _status = _status with { LastError = string.Join("\n", words), LastErrorAt = _time.GetUtcNow() };
        return new ReloadReport { Errors = words };
    }

    private string? HashNow() => _sources?.FilePath is { } path ? ConfigFile.Hash(path) : null;

    [LoggerMessage(2100, LogLevel.Information, "The configuration is read again, because of {Cause}")]
    private partial void LogBegins(string cause);

    [LoggerMessage(2101, LogLevel.Information, "Configuration version {Version} is in force; groups added: {Added}; changed: {Changed}; removed: {Removed}")]
    private partial void LogReloaded(int version, string added, string changed, string removed);

    [LoggerMessage(2102, LogLevel.Error, "The configuration was not reloaded, and the former one stays in force; {Count} findings: {Findings}")]
    private partial void LogRefused(int count, string findings);

    [LoggerMessage(2103, LogLevel.Information, "The configuration says the same as before for every group; nothing was touched")]
    private partial void LogNothingChanged();

    [LoggerMessage(2104, LogLevel.Warning, "These settings changed, and take effect at the next start only: {Settings}")]
    private partial void LogNeedsRestart(string settings);

    [LoggerMessage(2105, LogLevel.Warning, "Group {GroupId} is removed and takes no more messages; what waits for it stays in {Queue}, and in the queues of its destinations")]
    private partial void LogRemoved(string groupId, string queue);
}
