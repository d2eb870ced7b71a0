using System.Globalization;
using System.Threading.Channels;
using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>
/// Sends notices to a webhook, one after the other and in order; one that fails is tried again with growing waits before the next. At most <see cref="Most"/> wait:
/// then the oldest gives way. Log events 2155 to 2157.
/// </summary>
internal sealed partial class WebhookSender
{
    /// <summary>Most notices that wait.</summary>
    public const int Most = 100;

    private readonly CancellationTokenSource _stopping = new();
    private readonly WebhookConfig _config;
    private readonly NoticeText _text;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random = new();
    private readonly WebhookClient _client;
    private readonly Channel<AlertNotice> _notices;
    private long _delivered;
    private long _failed;
    private long _dropped;
    private volatile string? _lastError;
    private volatile bool _isFull;

    public WebhookSender(WebhookConfig config, NoticeText text, TimeProvider time, ILogger logger)
    {
        (_config, _text, _time, _logger) = (config, text, time, logger);
        _client = new WebhookClient(config, time);
        _notices = Channel.CreateBounded<AlertNotice>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Dropped);
        Completion = RunAsync();
    }

    /// <summary>Completes once it has ended.</summary>
    public Task Completion { get; }

    /// <summary>Whether a webhook of another reading of the configuration is the same.</summary>
    public bool Serves(WebhookConfig config) => config with { Allow = _config.Allow } == _config && config.Allow.SequenceEqual(_config.Allow);

    public void Post(AlertNotice notice)
    {
        if (notice.Rule.Severity < _config.MinSeverity || (notice.Kind == AlertNoticeKind.Resolved && !_config.SendResolved)) return;
        _notices.Writer.TryWrite(notice);
    }

    public WebhookStatus Read() =>
        new(_client.Target, Interlocked.Read(ref _delivered), Interlocked.Read(ref _failed), Interlocked.Read(ref _dropped), _notices.Reader.Count, _lastError);

    /// <summary>Ends it at once; what waits is gone.</summary>
    public void Stop() => _stopping.Cancel();

    private async Task RunAsync()
    {
        // What posts must not wait for the first attempt.
        await Task.Yield();
        var stopping = _stopping.Token;
        try
        {
            await foreach (var notice in _notices.Reader.ReadAllAsync(stopping))
            {
                _isFull = false;
                await SendAsync(notice, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
        finally
        {
            _client.Dispose();
            _stopping.Dispose();
        }
    }

    private async Task SendAsync(AlertNotice notice, CancellationToken stopping)
    {
        var (id, body) = _text.Write(notice);
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await _client.SendAsync(id, body, stopping);
            if (outcome.Problem is not { } problem)
            {
                Interlocked.Increment(ref _delivered);
                if (_lastError is not null) LogTaken(_client.Target);
                _lastError = null;
                return;
            }

            if (_lastError is null) LogNotTaken(_client.Target, problem);
            _lastError = problem;
            if (outcome.IsFinal || attempt >= _config.Attempts)
            {
                Interlocked.Increment(ref _failed);
                LogGivenUp(notice.Rule.Name, _client.Target, attempt.ToString(CultureInfo.InvariantCulture), problem);
                return;
            }

            await Task.Delay(WebhookBackoff.Before(attempt + 1, _random), _time, stopping);
        }
    }

    private void Dropped(AlertNotice notice)
    {
        Interlocked.Increment(ref _dropped);
        if (_isFull) return;
        _isFull = true;
        LogGivenUp(notice.Rule.Name, _client.Target, "0", $"more than {Most} notices wait");
    }

    [LoggerMessage(2155, LogLevel.Warning, "Webhook {Target} does not take notices of alerts: {Reason}")]
    private partial void LogNotTaken(string target, string reason);

    [LoggerMessage(2156, LogLevel.Information, "Webhook {Target} takes notices of alerts again")]
    private partial void LogTaken(string target);

    [LoggerMessage(2157, LogLevel.Error, "A notice of {Alert} for webhook {Target} is given up after {Attempts} attempts: {Reason}")]
    private partial void LogGivenUp(string alert, string target, string attempts, string reason);
}
