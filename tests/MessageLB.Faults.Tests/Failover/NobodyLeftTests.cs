using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Failover;

/// <summary>A group without any worker, whose messages are given up after a while.</summary>
public sealed class NobodyLeftTests(LocalBroker broker)
{
    private const int Messages = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Group_NobodyComes_EveryMessageIsADeadLetterThatSaysWhy()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync("groups: {default: {routes: '#', when_none: {action: dead_letter, after: 3s}}}");
        Assert.Equal(0, await scene.Publisher(Messages).ExitAsync(TimeSpan.FromSeconds(30), Token));

        await using var session = await scene.SessionAsync();
        var handler = RecordingDeliveryHandler.Acking();
        handler.Attach(await session.ReceiveAsync(new ReceiveOptions { Queue = Names.DeadQueue("default"), Prefetch = 100 }, handler, Token));
        var letters = await handler.TakeAsync(Messages, Token);

        Assert.All(letters, letter => Assert.Equal("nobody available", HeaderValues.GetText(letter.Properties.Headers, HeaderNames.DeadReason)));
        Assert.Equal(Messages, letters.Select(letter => letter.Properties.MessageId).Distinct().Count());
        await Eventually.TrueAsync(async () => await session.Topology.InspectAsync(Names.IngressQueue("default"), Token) is { Ready: 0 }, "nothing waits at ingress", Token);
        Assert.Equal(Messages, (await scene.GetAsync("/api/v1/groups/default")).GetProperty("rejected").GetInt64());
    }
}
