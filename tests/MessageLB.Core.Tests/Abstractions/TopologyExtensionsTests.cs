using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class TopologyExtensionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeclareGroup_CatchAllBesideRoutes_GetsOnlyTheRest()
    {
        await using var session = await OpenAsync();
        await session.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        await session.Topology.DeclareGroupAsync("rest", ["#"], Token);

        await session.SendAsync(Names.IngressExchange, "order.new", ["a", "b"], Token);
        await session.SendAsync(Names.IngressExchange, "invoice.new", ["c"], Token);

        Assert.Equal((2L, 1L), (await ReadyAsync(session, Names.IngressQueue("orders")), await ReadyAsync(session, Names.IngressQueue("rest"))));
    }

    [Theory]
    [InlineData("messagelb.work.orders.a", "messagelb.retry.orders")]
    [InlineData("messagelb.in.orders", "messagelb.dead.orders")]
    [InlineData("messagelb.retry.orders", "messagelb.dead.orders")]
    public async Task DeclareGroup_MessageRejected_LandsWhereItsQueueSendsIt(string queue, string lands)
    {
        await using var session = await OpenAsync();
        await session.Topology.DeclareGroupAsync("orders", ["order.#"], Token);
        await session.Topology.DeclareGroupAsync("other", ["#"], Token);
        await session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue("orders", "a"), Token);
        await session.SendAsync(string.Empty, queue, ["poison"], Token);
        var handler = new RecordingDeliveryHandler();
        var receiver = await session.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 1 }, handler, Token);
        await handler.TakeAsync(1, Token);

        await receiver.RejectAsync(1);

        Assert.Equal((1L, 0L), (await ReadyAsync(session, lands), await ReadyAsync(session, lands.Replace("orders", "other", StringComparison.Ordinal))));
    }

    private static async Task<ITransportSession> OpenAsync()
    {
        var session = await new InMemoryTransport().OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        return session;
    }

    private static async Task<long> ReadyAsync(ITransportSession session, string queue) => (await session.Topology.InspectAsync(queue, Token))!.Value.Ready;
}
