using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Rules;

/// <summary>A message that reached a destination's queue.</summary>
internal sealed record Handed(string Destination, string Id, TimeSpan At, MessageProperties Properties);
