using System.Diagnostics.Metrics;
using MessageLB.Core.Recommendations;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Registry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Recommending;

/// <summary>
/// Looks once a minute at groups with <c>performance_monitoring.optimization</c> for what could be better, and logs what is new and what is over. Nothing is
/// simulated here: the cores are the messages'. Log events 2170 to 2172; next free: 2173.
/// </summary>
internal sealed partial class FindingMonitor : IHostedService, IDisposable
{
    /// <summary>Time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FindingBook _book = new();
    private readonly DestinationRegistry _registry;
    private readonly TimeProvider _time;
    private readonly ILogger<FindingMonitor> _logger;
    private readonly FindingGauge _gauge;
    private Task _running = Task.CompletedTask;

    public FindingMonitor(DispatcherParts parts, ILogger<FindingMonitor> logger, IMeterFactory? meters = null) =>
        (_registry, _time, _logger, _gauge) = (parts.Registry, parts.Time, logger, new FindingGauge(meters));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, _time);
        string? fault = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) fault = Look(fault);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    // Advice must not end for good because one look failed.
    private string? Look(string? lastFault)
    {
        try
        {
            Look();
            return null;
        }
        catch (Exception e)
        {
            if (e.Message != lastFault) LogFailed(e);
            return e.Message;
        }
    }

    private void Look()
    {
        var groups = _registry.Groups.Where(g => g.Config.PerformanceMonitoring is { Enabled: true, Optimization: true }).ToList();
        var (begun, over) = _book.Look(groups.SelectMany(g => Findings.Of(g.Situation(Window)).Select(finding => (g.Config.Name, finding))));
        foreach (var (group, finding) in begun) LogBegun(group, Where(finding), finding.Summary, finding.Remedy, group);
        foreach (var (group, finding) in over) LogOver(group, Where(finding), finding.Summary);
        _gauge.Set([.. groups.Select(g => (g.Config.Name, _book.CountOf(g.Config.Name)))]);
    }

    private static string Where(Finding finding) => finding.Destination is { } destination ? $" {destination}:" : "";

    [LoggerMessage(2170, LogLevel.Information, "Group '{Group}' could do better:{Destination} {Summary}; {Remedy}. 'messagelb recommend {Name}' says what a change would bring")]
    private partial void LogBegun(string group, string destination, string summary, string remedy, string name);

    [LoggerMessage(2171, LogLevel.Information, "Group '{Group}' is past this:{Destination} {Summary}")]
    private partial void LogOver(string group, string destination, string summary);

    [LoggerMessage(2172, LogLevel.Error, "What could be better could not be looked for; this is a defect of MessageLB. The next attempt follows in a minute")]
    private partial void LogFailed(Exception e);
}
