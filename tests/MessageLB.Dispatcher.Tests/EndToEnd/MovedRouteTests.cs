using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

public sealed class MovedRouteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dispatcher_RouteMovedToAnotherGroup_FormerGroupGetsNothingAnyMore()
    {
        var transport = new InMemoryTransport();
        await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await using (await EmbeddedHost.StartAsync(Config("orders.#", "#"), static _ => { }, transport))
            await PreparedAsync(session);

        await using var host = await EmbeddedHost.StartAsync(Config("#", "orders.#"), static _ => { }, transport);
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Broker.Connected), "the dispatcher is connected", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        // The new binding comes before the old one goes, so for a moment both groups get it.
        await Eventually.TrueAsync(
            async () =>
            {
                var before = await ReadyAsync(session);
                await publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties(), new byte[1], Token);
                return await ReadyAsync(session) == (before.One, before.Two + 1);
            },
            "the route leads to its new group, and to no other", Token);
    }

    private static async Task<(long One, long Two)> ReadyAsync(ITransportSession session) => (
        (await session.Topology.InspectAsync(Names.IngressQueue("one"), Token))!.Value.Ready,
        (await session.Topology.InspectAsync(Names.IngressQueue("two"), Token))!.Value.Ready);

    private static async Task PreparedAsync(ITransportSession session) => await Eventually.TrueAsync(
        async () => await session.Topology.InspectAsync(Names.IngressQueue("one"), Token) is not null
            && await session.Topology.InspectAsync(Names.IngressQueue("two"), Token) is not null,
        "both groups are declared", Token);

    private static MessageLBConfig Config(string one, string two) => MessageLBConfig.Default with
    {
        Groups = [new GroupConfig { Name = "one", Routes = [one] }, new GroupConfig { Name = "two", Routes = [two] }],
    };
}
