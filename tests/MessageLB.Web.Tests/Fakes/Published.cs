using MessageLB.Transport;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>A message that reached the broker.</summary>
internal sealed record Published(string Exchange, string RoutingKey, MessageProperties Properties, byte[] Body);
