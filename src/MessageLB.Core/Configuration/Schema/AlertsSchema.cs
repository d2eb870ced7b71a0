using System.Globalization;
using MessageLB.Core.Alerts;

namespace MessageLB.Core.Configuration;

/// <summary>The section <c>alerts</c>.</summary>
internal static class AlertsSchema
{
    private static readonly ScalarShape<AlertSeverity> Severity = Scalars.Choice(
        ("info", AlertSeverity.Info), ("warning", AlertSeverity.Warning), ("critical", AlertSeverity.Critical));

    private static readonly ScalarShape<DateTimeOffset> Moment = new("time", ParseMoment, value => value.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture))
    {
        Words = "such as 2026-12-24T18:00:00Z",
    };

    private static readonly Section<WebhookConfig> Webhook = new(new Settings<WebhookConfig>
    {
        { "url", c => c.Url, (c, v) => c with { Url = v }, Scalars.HiddenAddress },
        { "secret_file", c => c.SecretFile, (c, v) => c with { SecretFile = v }, Scalars.Line },
        { "secret_env", c => c.SecretEnv, (c, v) => c with { SecretEnv = v }, Scalars.Line },
        { "allow", c => c.Allow, (c, v) => c with { Allow = v }, new ListShape<System.Net.IPNetwork>(ProbeSchema.Network, default) },
        { "send_resolved", c => c.SendResolved, (c, v) => c with { SendResolved = v }, Scalars.Switch },
        { "min_severity", c => c.MinSeverity, (c, v) => c with { MinSeverity = v }, Severity },
        { "timeout", c => c.Timeout, (c, v) => c with { Timeout = v }, Scalars.Time.Within("100ms", "1m") },
        { "attempts", c => c.Attempts, (c, v) => c with { Attempts = v }, Scalars.Whole(1, 20) },
    });

    private static readonly Section<SilenceConfig> Silence = new(new Settings<SilenceConfig>
    {
        { "alert", c => c.Alert, (c, v) => c with { Alert = v }, Scalars.Line },
        { "group", c => c.Group, (c, v) => c with { Group = v }, Scalars.Line },
        { "destination", c => c.Destination, (c, v) => c with { Destination = v }, Scalars.Line },
        { "max_severity", c => c.MaxSeverity, (c, v) => c with { MaxSeverity = v }, new OptionalShape<AlertSeverity>(Severity) },
        { "until", c => c.Until, (c, v) => c with { Until = v }, new OptionalShape<DateTimeOffset>(Moment) },
        { "comment", c => c.Comment, (c, v) => c with { Comment = v }, Scalars.Line },
    });

    /// <summary>The section.</summary>
    public static Section<AlertsConfig> Section { get; } = new(new Settings<AlertsConfig>
    {
        { "for", c => c.For, (c, v) => c with { For = v }, Scalars.Time.Within("0s", "1h") },
        { "keep_firing_for", c => c.KeepFiringFor, (c, v) => c with { KeepFiringFor = v }, Scalars.Time.Within("0s", "1h") },
        { "repeat_interval", c => c.RepeatInterval, (c, v) => c with { RepeatInterval = v }, Scalars.Time.Within("0s", "7d") },
        { "group_interval", c => c.GroupInterval, (c, v) => c with { GroupInterval = v }, Scalars.Time.Within("0s", "1h") },
        { "queue_age", c => c.QueueAge, (c, v) => c with { QueueAge = v }, Scalars.Time.Within("1s", "1d") },
        { "dead_letters", c => c.DeadLetters, (c, v) => c with { DeadLetters = v }, Scalars.Whole(1, 1_000_000) },
        { "events", c => c.Events, (c, v) => c with { Events = v }, Scalars.Switch },
        { "runbook_url", c => c.RunbookUrl, (c, v) => c with { RunbookUrl = v }, Scalars.Plain },
        { "disabled", c => c.Disabled, (c, v) => c with { Disabled = v }, new ListShape<string>(Scalars.Plain, "") },
        { "webhooks", c => c.Webhooks, (c, v) => c with { Webhooks = v }, new MapsShape<WebhookConfig>(Webhook, new WebhookConfig()) },
        { "silences", c => c.Silences, (c, v) => c with { Silences = v }, new MapsShape<SilenceConfig>(Silence, new SilenceConfig()) },
    });

    private static bool ParseMoment(string text, out DateTimeOffset value, out Problem problem)
    {
        problem = new Problem("is not a time: write one with its offset, such as 2026-12-24T18:00:00Z");
        string[] formats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd' 'HH:mm:ssK"];
        // Without an offset nobody could tell which zone is meant, and none would be found out at the wrong hour.
        return DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out value)
            && (text.EndsWith('Z') || text.AsSpan(10).ContainsAny('+', '-'));
    }
}
