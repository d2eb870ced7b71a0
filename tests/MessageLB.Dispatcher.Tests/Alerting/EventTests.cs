using MessageLB.Core.Alerts;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Notices on the exchange <c>messagelb.events</c>.</summary>
public sealed class EventTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_AlertFiresAndEnds_ComeByTheirKeys()
    {
        await using var rig = await AlertRig.StartAsync();
        await using var session = await rig.Memory.OpenAsync(new SessionOptions { ClientName = "listener" }, Token);
        // The dispatcher declares it with its session, before there is any alert.
        await rig.PassUntilAsync(() => rig.Status.Read().Broker.Connected, "it is connected");
        var handler = new RecordingDeliveryHandler();
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "listener", Kind = QueueKind.Transient }, Token);
        await Eventually.TrueAsync(() => TryBindAsync(session), "the exchange is there", Token);
        await using var receiver = await session.StartAsync(new ReceiveOptions { Queue = "listener", Prefetch = 10 }, handler, Token);

        await rig.FiresAsync(AlertRules.NoHealthyDestination);
        await rig.JoinAsync("a");
        await rig.ResolvesAsync(AlertRules.NoHealthyDestination);

        var events = await handler.TakeAsync(2, Token);
        Assert.Equal(["alert.firing.orders", "alert.resolved.orders"], events.Select(e => e.RoutingKey));
        Assert.All(events, e => Assert.Equal(("messagelb.alert", "application/json"), (e.Properties.Type, e.Properties.ContentType)));
        Assert.Contains("\"alert\":\"MessageLBNoHealthyDestination\"", System.Text.Encoding.UTF8.GetString(events[0].Body.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_SwitchedOff_NoExchangeIsDeclared()
    {
        await using var rig = await AlertRig.StartAsync(alerts: AlertRig.Quick with { Events = false });
        await rig.FiresAsync(AlertRules.NoHealthyDestination);
        await using var session = await rig.Memory.OpenAsync(new SessionOptions { ClientName = "listener" }, Token);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "listener", Kind = QueueKind.Transient }, Token);

        Assert.False(await TryBindAsync(session));
    }

    private static async ValueTask<bool> TryBindAsync(ITransportSession session)
    {
        try
        {
            await session.Topology.BindAsync("listener", Names.EventsExchange, "alert.*.orders", Token);
            return true;
        }
        catch (MessageLBException)
        {
            return false;
        }
    }
}
