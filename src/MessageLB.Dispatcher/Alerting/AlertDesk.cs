using System.Globalization;
using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Alerting.Webhooks;
using MessageLB.Dispatcher.Registry;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting;

/// <summary>The books of alerts and silences, behind one lock. Log events 2159 and 2160.</summary>
internal sealed partial class AlertDesk(TimeProvider time, AlertSettings settings, WebhookSenders webhooks, ILogger<AlertDesk> logger) : IAlerts
{
    private readonly Lock _gate = new();
    private readonly AlertConditions _conditions = new();
    private readonly AlertBook _book = new();
    private readonly SilenceBook _silences = new();
    private readonly long _start = time.GetTimestamp();
    private AlertsConfig? _configured;

    public AlertsConfig Config => settings.Config;

    public AlertsStatus Read()
    {
        lock (_gate) return new AlertsStatus(_book.Active(), _book.Recent(), _silences.InForce(time.GetUtcNow()), _book.LeftOut) { Webhooks = webhooks.Read() };
    }

    public bool Add(Silence silence, string by)
    {
        lock (_gate)
        {
            if (!_silences.Add(silence, time.GetUtcNow())) return false;
        }

        LogSilenced(silence.Id, LogText.Printable(Describe(silence)), silence.Until?.ToString("u", CultureInfo.InvariantCulture) ?? "it is taken away", by);
        return true;
    }

    public bool Remove(string id, string by)
    {
        lock (_gate)
        {
            if (!_silences.Remove(id)) return false;
        }

        LogUnsilenced(id, by);
        return true;
    }

    /// <summary>Looks once; returns what is to be told.</summary>
    public IReadOnlyList<AlertNotice> Look(DispatcherFacts facts, AlertsConfig config)
    {
        lock (_gate)
        {
            if (config != _configured)
            {
                _silences.Configure([.. config.Silences.Select(From)]);
                _configured = config;
            }

            var now = new AlertMoment(time.GetElapsedTime(_start), Whole(time.GetUtcNow()));
            var observed = _conditions.Look(facts, new AlertLimits(config.QueueAge, config.DeadLetters, config.Disabled), now.Now);
            var timing = new AlertTiming(config.For, config.KeepFiringFor, config.RepeatInterval, config.GroupInterval);
            return _book.Look(observed, now, timing, _silences.InForce(now.At));
        }
    }

    private static Silence From(SilenceConfig silence, int index) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"config-{index + 1}"),
        Alert = silence.Alert,
        Group = silence.Group,
        Destination = silence.Destination,
        MaxSeverity = silence.MaxSeverity,
        Until = silence.Until,
        Comment = silence.Comment,
        IsConfigured = true,
    };

    // Times are shown, and nobody reads what is finer.
    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));

    private static string Describe(Silence silence) => $"alert {silence.Alert ?? "*"}, group {silence.Group ?? "*"}, destination {silence.Destination ?? "*"}";

    [LoggerMessage(2159, LogLevel.Information, "Alerts are silenced by {By} until {Until} ({Id}): {Silence}")]
    private partial void LogSilenced(string id, string silence, string until, string by);

    [LoggerMessage(2160, LogLevel.Information, "Silence {Id} is taken away by {By}")]
    private partial void LogUnsilenced(string id, string by);
}
