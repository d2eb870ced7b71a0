namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A request as a <see cref="WebhookServer"/> got it.</summary>
internal sealed record WebhookRequest(string Path, IReadOnlyDictionary<string, string> Headers, string Body);
