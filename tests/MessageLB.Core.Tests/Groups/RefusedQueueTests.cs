using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Groups;

public sealed class RefusedQueueTests
{
    [Fact]
    public void OnQueueDeclared_RefusedThenDeclared_IsOutUntilThen()
    {
        var state = new GroupState("orders");
        var config = new GroupConfig { Name = "orders", Destinations = [new DestinationConfig { Name = "legacy" }] };
        var updater = new GroupUpdater(state, config, "dispatcher", new Random(1));
        var events = new List<GroupEvent>();

        updater.OnQueueDeclared("legacy", "it exists with other arguments", TimeSpan.FromSeconds(1), events);
        updater.OnQueueSeen("legacy", new QueueDepth(0, Consumers: 1), takenBefore: 0, TimeSpan.FromSeconds(100), events);
        Assert.Empty(state.Snapshot.Eligible);
        Assert.Equal(["legacy"], updater.Refused());

        updater.OnQueueDeclared("legacy", null, TimeSpan.FromSeconds(101), events);
        Assert.Equal(["legacy"], state.Snapshot.Eligible.Select(d => d.Name));
        Assert.Empty(updater.Refused());
        Assert.Equal([DestinationCondition.Suspended, DestinationCondition.Ready], events.Select(e => e.To!.Value));
    }
}
