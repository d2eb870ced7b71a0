using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.InMemory;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Alerts about the health of groups: each fires, and is over.</summary>
public sealed class GroupAlertTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoHealthyDestination_NobodyIsThere_FiresAndEndsWhenSomebodyComes()
    {
        await using var rig = await AlertRig.StartAsync();

        var alert = await rig.FiresAsync(AlertRules.NoHealthyDestination);
        Assert.Equal("It has no destination at all; messages wait at ingress.", alert.Description);
        await rig.JoinAsync("a");

        await rig.ResolvesAsync(AlertRules.NoHealthyDestination);
    }

    [Fact]
    public async Task NoHealthyDestination_AllAreDown_SilencesThatEachOfThemIs()
    {
        await using var rig = await AlertRig.StartAsync();
        var (a, b) = (await rig.JoinAsync("a"), await rig.JoinAsync("b"));

        (a.State, b.State) = (WorkerState.Failed, WorkerState.Failed);
        await rig.FiresAsync(AlertRules.NoHealthyDestination);
        var alert = await rig.FiresAsync(AlertRules.DestinationDown, "a");

        Assert.Equal(new AlertKey("MessageLBNoHealthyDestination", "orders", ""), alert.InhibitedBy);
        Assert.Equal(["MessageLBNoHealthyDestination"], rig.Notices.Items.Select(n => n.Rule.Name));
    }

    [Fact]
    public async Task GroupFailed_QueueWithOtherArguments_FiresAndEndsWhenItIsGone()
    {
        var transport = new InMemoryTransport();
        await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "somebody" }, Token);
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = Names.IngressQueue(AlertRig.Group), Kind = QueueKind.Durable }, Token);
        await using var rig = await AlertRig.StartAsync(new MessageLBConfig { Groups = [AlertRig.Watched], Alerts = AlertRig.Quick }, transport: transport);

        var alert = await rig.FiresAsync(AlertRules.GroupFailed);
        Assert.Contains(Names.IngressQueue(AlertRig.Group), alert.Description, StringComparison.Ordinal);
        await session.Topology.DeleteQueueAsync(Names.IngressQueue(AlertRig.Group), Token);

        await rig.ResolvesAsync(AlertRules.GroupFailed);
    }

    [Fact]
    public async Task ShortOfDestinations_OneOfThreeWorks_FiresAndEndsWithTheOthers()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with { Destinations = [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b" }, new DestinationConfig { Name = "c" }] });
        await rig.JoinAsync("a");

        await rig.FiresAsync(AlertRules.ShortOfDestinations);
        await rig.JoinAsync("b");
        await rig.JoinAsync("c");

        await rig.ResolvesAsync(AlertRules.ShortOfDestinations);
    }

    [Fact]
    public async Task RunningOnBackup_FirstTierFails_FiresAndEndsWithIt()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with
        {
            Destinations = [new DestinationConfig { Name = "a" }, new DestinationConfig { Name = "b", Tier = 1 }],
            FailbackAfter = TimeSpan.FromSeconds(1),
        });
        var a = await rig.JoinAsync("a");
        await rig.JoinAsync("b");

        a.State = WorkerState.Failed;
        var alert = await rig.FiresAsync(AlertRules.RunningOnBackup);
        Assert.Equal("Tier 1 carries in place of tier 0: a failed.", alert.Description);
        a.State = WorkerState.Ready;

        await rig.ResolvesAsync(AlertRules.RunningOnBackup);
    }

    [Fact]
    public async Task QueueAgeHigh_NobodyFinishes_FiresAndEndsWhenTheQueueIsEmpty()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with
        {
            Prefetch = 1,
            Window = WindowConfig.Fixed(1),
            HealthMonitoring = AlertRig.Watched.HealthMonitoring with { HungAfter = TimeSpan.Zero },
        });
        var a = await rig.JoinAsync("a");
        await rig.PublishAsync(5);

        var alert = await rig.FiresAsync(AlertRules.QueueAgeHigh);
        Assert.Contains("3 messages wait at ingress", alert.Description, StringComparison.Ordinal);
        a.Doing = 1;

        await rig.ResolvesAsync(AlertRules.QueueAgeHigh);
    }

    [Fact]
    public async Task DistributionSkewed_OneKeyHasEverything_FiresAndEndsWhenItIsMoreThanFiveMinutesAgo()
    {
        await using var rig = await AlertRig.StartAsync(AlertRig.Watched with { Algorithm = "round_robin", Window = WindowConfig.Fixed(1000), Sticky = new StickyConfig(), HealthMonitoring = AlertRig.Watched.HealthMonitoring with { HungAfter = TimeSpan.Zero } });
        var (a, b) = (await rig.JoinAsync("a"), await rig.JoinAsync("b"));
        (a.Doing, b.Doing) = (20, 20);
        await rig.PassAsync(TimeSpan.FromSeconds(3));

        await rig.PublishAsync(300, key: "the only one");
        var alert = await rig.FiresAsync(AlertRules.DistributionSkewed);
        Assert.StartsWith("Of 300 messages in 5 min a got ", alert.Description, StringComparison.Ordinal);

        await rig.ResolvesAsync(AlertRules.DistributionSkewed);
    }

    [Fact]
    public async Task DeadLettersGrowing_AMessageIsTooLarge_FiresAndEndsFiveMinutesLater()
    {
        var config = new MessageLBConfig { Broker = new BrokerConfig { MaxMessageSize = 1024 }, Groups = [AlertRig.Watched], Alerts = AlertRig.Quick with { DeadLetters = 2 } };
        await using var rig = await AlertRig.StartAsync(config);
        await rig.JoinAsync("a");
        await rig.PassAsync(TimeSpan.FromSeconds(3));

        await rig.PublishAsync(2, size: 2000);
        var alert = await rig.FiresAsync(AlertRules.DeadLettersGrowing);
        Assert.Equal("2 dead letters in the last 5 min, of 2 at which this alert begins.", alert.Description);
        rig.Time.Skip(TimeSpan.FromMinutes(5));

        await rig.ResolvesAsync(AlertRules.DeadLettersGrowing);
    }
}
