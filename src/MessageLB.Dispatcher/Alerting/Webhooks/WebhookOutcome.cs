namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>What became of an attempt.</summary>
/// <param name="Problem">Why the notice was not taken, without a secret; null if it was.</param>
/// <param name="IsFinal">Whether another attempt would come to the same.</param>
internal readonly record struct WebhookOutcome(string? Problem, bool IsFinal);
