using MessageLB.Dispatcher.Alerting;

namespace MessageLB.Web.Alerting;

/// <summary>A webhook.</summary>
/// <param name="Target">Scheme, host and port.</param>
/// <param name="Delivered">Notices that it took.</param>
/// <param name="Failed">Notices that were given up.</param>
/// <param name="Dropped">Notices that gave way to newer ones.</param>
/// <param name="Waiting">Notices that wait.</param>
/// <param name="LastError">Why the last attempt failed; null if it did not.</param>
public sealed record WebhookResponse(string Target, long Delivered, long Failed, long Dropped, int Waiting, string? LastError)
{
    internal static WebhookResponse From(WebhookStatus webhook) => new(webhook.Target, webhook.Delivered, webhook.Failed, webhook.Dropped, webhook.Waiting, webhook.LastError);
}
