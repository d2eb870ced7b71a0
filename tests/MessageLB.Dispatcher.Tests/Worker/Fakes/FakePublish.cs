using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>What was published where.</summary>
internal sealed record FakePublish(string Exchange, string RoutingKey, MessageProperties Properties, byte[] Body)
{
    public string? Header(string name) => HeaderValues.GetText(Properties.Headers, name);
}
