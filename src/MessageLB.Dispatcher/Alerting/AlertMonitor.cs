using MessageLB.Dispatcher.Alerting.Webhooks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>Looks once a second which conditions of alerts hold, and hands what is to be told to the sinks. Log event 2154.</summary>
internal sealed partial class AlertMonitor : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly AlertDesk _desk;
    private readonly FactsReader _facts;
    private readonly AlertSettings _settings;
    private readonly WebhookSenders _webhooks;
    private readonly IReadOnlyList<IAlertSink> _sinks;
    private readonly TimeProvider _time;
    private readonly ILogger<AlertMonitor> _logger;
    private Task _running = Task.CompletedTask;

    public AlertMonitor(AlertDesk desk, FactsReader facts, AlertSettings settings, WebhookSenders webhooks, IEnumerable<IAlertSink> sinks, TimeProvider time, ILogger<AlertMonitor> logger)
    {
        (_desk, _facts, _settings, _webhooks, _time, _logger) = (desk, facts, settings, webhooks, time, logger);
        _sinks = [.. sinks, webhooks];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = RunAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _webhooks.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

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

    // Whoever watches must not die of what it sees: the next look follows in any case.
    private string? Look(string? lastFault)
    {
        try
        {
            var config = _settings.Config;
            _webhooks.Configure(config.Webhooks);
            foreach (var notice in _desk.Look(_facts.Read(), config))
            {
                foreach (var sink in _sinks) sink.Post(notice);
            }

            return null;
        }
        catch (Exception e)
        {
            if (e.Message != lastFault) LogFailed(e);
            return e.Message;
        }
    }

    [LoggerMessage(2154, LogLevel.Error, "Alerts could not be judged; this is a defect of MessageLB. The next attempt follows in a second")]
    private partial void LogFailed(Exception e);
}
