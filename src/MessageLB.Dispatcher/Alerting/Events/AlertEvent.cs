namespace MessageLB.Dispatcher.Alerting.Events;

/// <summary>A notice that is to be published.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="RoutingKey">Its routing key.</param>
/// <param name="Body">JSON.</param>
internal sealed record AlertEvent(string Id, string RoutingKey, byte[] Body);
