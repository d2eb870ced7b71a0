using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>One sender for each webhook of the configuration; those that a reload does not change go on with what they have. Thread-safe.</summary>
internal sealed class WebhookSenders(NoticeText text, TimeProvider time, ILogger<WebhookSender> logger) : IAlertSink
{
    private readonly Lock _gate = new();
    private List<WebhookSender> _senders = [];
    private IReadOnlyList<WebhookConfig> _configured = [];

    /// <summary>Puts other webhooks in force.</summary>
    public void Configure(IReadOnlyList<WebhookConfig> webhooks)
    {
        lock (_gate)
        {
            if (ReferenceEquals(webhooks, _configured)) return;
            var former = _senders.ToList();
            _senders = [.. webhooks.Select(webhook => Take(former, webhook) ?? new WebhookSender(webhook, text, time, logger))];
            _configured = webhooks;
            foreach (var gone in former) gone.Stop();
        }
    }

    public void Post(AlertNotice notice)
    {
        lock (_gate)
        {
            foreach (var sender in _senders) sender.Post(notice);
        }
    }

    public IReadOnlyList<WebhookStatus> Read()
    {
        lock (_gate) return [.. _senders.Select(sender => sender.Read())];
    }

    /// <summary>Ends all; what they have not sent is gone.</summary>
    public async Task StopAsync()
    {
        List<WebhookSender> senders;
        lock (_gate) (senders, _senders, _configured) = (_senders, [], []);
        foreach (var sender in senders) sender.Stop();
        await Task.WhenAll(senders.Select(sender => sender.Completion));
    }

    private static WebhookSender? Take(List<WebhookSender> former, WebhookConfig webhook)
    {
        var same = former.Find(sender => sender.Serves(webhook));
        if (same is not null) former.Remove(same);
        return same;
    }
}
