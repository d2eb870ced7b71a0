using MessageLB.Core.Configuration;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>A message that kills its workers.</summary>
public sealed class QuarantineTests
{
    private static readonly GroupConfig Two = GroupConfig.Default with { Retry = new RetryConfig { QuarantineAfter = 2 } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InHand_OfAWorkerThatDied_IsCounted()
    {
        await using var rig = await RescueRig.StartAsync(Two);
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("killer");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 1);

        await a.DieAsync();

        Assert.Equal("1", Header(await b.MessageAsync(0), HeaderNames.Crashes));
    }

    [Fact]
    public async Task InHand_OfAsManyAsMayDie_GoesToTheRetryQueueAndToNobodyElse()
    {
        await using var rig = await RescueRig.StartAsync(Two);
        var a = await rig.JoinAsync("a", window: 1);
        await rig.PublishAsync("killer");
        await a.IdsAsync(1);
        var b = await rig.JoinAsync("b", window: 1);
        await a.DieAsync();
        await b.IdsAsync(1);
        var c = await rig.JoinAsync("c", window: 1);

        await b.DieAsync();

        await using var session = await rig.OpenAsync("taker");
        var taken = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.RetryQueue("default"), Prefetch = 1 }, taken, Token);
        Assert.Equal("2", Header((await taken.TakeAsync(1, Token))[0], HeaderNames.Crashes));
        Assert.Equal(0, c.Deliveries);
        await RescueRig.TrueAsync(() => rig.Destination("b").Credit.InFlight == 0, "its credit is back");
    }

    private static string? Header(ReceivedMessage message, string name) => HeaderValues.GetText(message.Properties.Headers, name);
}
