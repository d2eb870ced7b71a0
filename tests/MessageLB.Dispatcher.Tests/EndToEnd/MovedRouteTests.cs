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
        await Eventually.TrueAsync(
            async () =>
            {
                await publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties(), new byte[1], Token);
                var moved = await session.Topology.InspectAsync(Names.IngressQueue("two"), Token);
                return moved!.Value.Ready > 0;
            },
            "the route leads to its new group", Token);

        var before = (await session.Topology.InspectAsync(Names.IngressQueue("one"), Token))!.Value.Ready;
        await publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties(), new byte[1], Token);
        Assert.Equal(before, (await session.Topology.InspectAsync(Names.IngressQueue("one"), Token))!.Value.Ready);
    }

    private static async Task PreparedAsync(ITransportSession session) => await Eventually.TrueAsync(
        async () => await session.Topology.InspectAsync(Names.IngressQueue("one"), Token) is not null
            && await session.Topology.InspectAsync(Names.IngressQueue("two"), Token) is not null,
        "both groups are declared", Token);

    private static MessageLBConfig Config(string one, string two) => MessageLBConfig.Default with
    {
        Groups = [new GroupConfig { Name = "one", Routes = [one] }, new GroupConfig { Name = "two", Routes = [two] }],
    };
}
