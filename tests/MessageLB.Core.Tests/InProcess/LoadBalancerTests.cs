using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.InProcess;
using MessageLB.Core.Routing;
using MessageLB.Measurement;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.InProcess;

/// <summary>The algorithms without any broker.</summary>
public sealed class LoadBalancerTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Select_RoundRobin_GoesRound()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b", "c");

        Assert.Equal(["a", "b", "c", "a", "b", "c"], Enumerable.Range(0, 6).Select(_ => Done(balancer)));
    }

    [Fact]
    public void Select_ByWeight_IsInProportion()
    {
        using var balancer = New(new GroupConfig
        {
            Name = "calls",
            Algorithm = RoutingPolicyNames.WeightedRoundRobin,
            Destinations = [new DestinationConfig { Name = "a", Weight = 100 }, new DestinationConfig { Name = "b", Weight = 300 }],
        });

        var chosen = Enumerable.Range(0, 400).Select(_ => Done(balancer)).ToList();

        Assert.Equal((100, 300), (chosen.Count(c => c == "a"), chosen.Count(c => c == "b")));
    }

    [Fact]
    public void Select_AKeyToHash_StaysWhereItIs()
    {
        using var balancer = New(new GroupConfig { Name = "calls", Algorithm = RoutingPolicyNames.ConsistentHash, Destinations = Listed("a", "b", "c") });
        var key = new MessageProperties { Headers = new Dictionary<string, object?> { [HeaderNames.Key] = "customer-7" } };

        Assert.Single(Enumerable.Range(0, 20).Select(_ => Done(balancer, key)).Distinct());
    }

    [Fact]
    public void Select_EverybodyIsBusy_GivesNobodyUntilOneCallIsOver()
    {
        using var balancer = New(new GroupConfig { Name = "calls", Algorithm = RoutingPolicyNames.RoundRobin, Destinations = Listed("a", "b"), Window = WindowConfig.Fixed(1) });
        var (first, second) = (balancer.Select()!, balancer.Select()!);
        var third = balancer.Select();

        second.Complete();

        Assert.Null(third);
        Assert.Equal(second.Destination, balancer.Select()!.Destination);
        Assert.NotEqual(first.Destination, second.Destination);
    }

    [Fact]
    public void Complete_Twice_FreesOnePlace()
    {
        using var balancer = New(new GroupConfig { Name = "calls", Algorithm = RoutingPolicyNames.RoundRobin, Destinations = Listed("a"), Window = WindowConfig.Fixed(1) });
        var call = balancer.Select()!;

        call.Complete();
        call.Complete();

        Assert.NotNull(balancer.Select());
        Assert.Null(balancer.Select());
    }

    [Fact]
    public void Select_ResponseTime_FollowsTheFaster()
    {
        using var balancer = New(RoutingPolicyNames.ResponseTime, "fast", "slow");
        List<string> chosen = [];

        for (var i = 0; i < 200; i++)
        {
            var call = balancer.Select()!;
            chosen.Add(call.Destination);
            _time.Advance(TimeSpan.FromMilliseconds(10));
            call.Complete(took: TimeSpan.FromMilliseconds(call.Destination == "fast" ? 2 : 40));
        }

        Assert.InRange(chosen.Skip(50).Count(c => c == "fast"), 140, 150);
    }

    [Fact]
    public void SetWorking_False_TheOthersTakeOverAndItIsToldAsAChange()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");

        balancer.SetWorking("a", works: false);

        Assert.Equal(["b", "b", "b"], Enumerable.Range(0, 3).Select(_ => Done(balancer)));
        var health = balancer.MonitorHealth();
        Assert.Equal(HealthState.Degraded, health.State);
        Assert.Equal(("a", DestinationCondition.Ready, DestinationCondition.Lost), health.Changes.Select(c => (c.Destination, c.From, c.To!.Value)).Single());
        Assert.Empty(balancer.MonitorHealth().Changes);
    }

    [Fact]
    public void SetWorking_OfTheOnlyOne_ABackupTakesOverAndGivesBack()
    {
        using var balancer = New(new GroupConfig
        {
            Name = "calls",
            Algorithm = RoutingPolicyNames.RoundRobin,
            Destinations = [new DestinationConfig { Name = "main" }, new DestinationConfig { Name = "backup", Tier = 1 }],
        });
        var before = Done(balancer);
        balancer.SetWorking("main", works: false);
        var during = Done(balancer);

        balancer.SetWorking("main", works: true);
        Pass(seconds: 120, balancer);

        Assert.Equal(("main", "backup", "main"), (before, during, Done(balancer)));
        Assert.Equal(HealthState.Healthy, balancer.MonitorHealth().State);
    }

    [Fact]
    public void SetWorking_WithCallsUnderWay_TheirPlacesComeBack()
    {
        using var balancer = New(new GroupConfig { Name = "calls", Algorithm = RoutingPolicyNames.RoundRobin, Destinations = Listed("a"), Window = WindowConfig.Fixed(2) });
        var (early, late) = (balancer.Select()!, balancer.Select()!);
        balancer.SetWorking("a", works: false);

        early.Complete(succeeded: false);
        balancer.SetWorking("a", works: true);
        late.Complete(succeeded: false);
        Pass(seconds: 120, balancer);

        Assert.Equal(0, balancer.MonitorHealth().Destinations.Single().State.Credit.InFlight);
    }

    [Fact]
    public void Complete_OneFailsAgainAndAgain_IsEjectedAndTriedAgainLater()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "bad", "c");

        for (var i = 0; i < 60; i++)
        {
            var call = balancer.Select()!;
            call.Complete(call.Destination != "bad", TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(DestinationCondition.Ejected, Condition(balancer, "bad"));
        Assert.DoesNotContain("bad", Enumerable.Range(0, 10).Select(_ => Done(balancer)));
        Pass(seconds: 300, balancer);
        Assert.NotEqual(DestinationCondition.Ejected, Condition(balancer, "bad"));
    }

    [Fact]
    public void Select_NobodyAskedForAnHour_EverybodyIsThere()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");
        Done(balancer);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["b", "a"], [Done(balancer), Done(balancer)]);
        Assert.Equal(HealthState.Healthy, balancer.MonitorHealth().State);
    }

    [Fact]
    public void MonitorPerformance_CallsOfAMinute_TellsThroughputErrorsAndTimes()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");
        for (var second = 0; second < 60; second++)
        {
            for (var i = 0; i < 10; i++) balancer.Select()!.Complete(succeeded: i != 0, TimeSpan.FromMilliseconds(5));
            Pass(seconds: 1, balancer);
        }

        var minute = balancer.MonitorPerformance().Windows[0];

        Assert.Equal((10, 0.1), (Math.Round(minute.Throughput.Value!.Value, 1), Math.Round(minute.ErrorRate.Value!.Value, 2)));
        Assert.Equal(0.005, minute.ServiceSeconds.Value!.Value, 1e-9);
    }

    [Fact]
    public void MonitorPerformance_AFewSlowCalls_ShowInThePercentilesOfThoseWhoHadThem()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");
        for (var i = 0; i < 400; i++)
        {
            var call = balancer.Select()!;
            call.Complete(succeeded: true, TimeSpan.FromMilliseconds(call.Destination == "a" && i % 20 == 0 ? 300 : 5));
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Pass(seconds: 2, balancer);
        var read = balancer.MonitorPerformance();

        var (a, b) = (read.Destinations[0].Windows[0].Percentiles, read.Destinations[1].Windows[0].Percentiles);
        Assert.Equal((200, 200, 400), (a.Messages, b.Messages, read.Windows[0].Percentiles.Messages));
        Assert.Equal([Bucket(5), Bucket(300), Bucket(5), Bucket(300)], [a.P50.Value, a.P99.Value, b.P99.Value, read.Windows[0].Percentiles.P99.Value]);

        static double? Bucket(double milliseconds) => TimeBuckets.MiddleSeconds(TimeBuckets.IndexOf(TimeSpan.FromMilliseconds(milliseconds)));
    }

    [Fact]
    public void SetWorking_AwayAndBack_TellsTheTimesOfBothLives()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a");
        for (var i = 0; i < 10; i++) balancer.Select()!.Complete(succeeded: true, TimeSpan.FromMilliseconds(5));
        Pass(seconds: 2, balancer);

        balancer.SetWorking("a", works: false);
        balancer.SetWorking("a", works: true);
        Pass(seconds: 2, balancer);
        balancer.Select()!.Complete(succeeded: true, TimeSpan.FromMilliseconds(5));
        Pass(seconds: 2, balancer);

        Assert.Equal(11, balancer.MonitorPerformance().Windows[0].Percentiles.Messages);
    }

    [Fact]
    public void Balance_ACall_TellsTheChoiceAndHowEverybodyDoes()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");
        for (var i = 0; i < 100; i++) Done(balancer);
        Pass(seconds: 1, balancer);

        var result = balancer.Balance();

        Assert.Equal("a", result.Selected!.Destination);
        Assert.Equal([0.5, 0.5], result.Distribution.Windows[0].Destinations.Select(d => d.Actual));
        Assert.Equal(1, result.Distribution.Windows[0].Fairness!.Value, 1e-9);
        Assert.Equal((HealthState.Healthy, 2), (result.Health.State, result.Performance.Destinations.Count));
    }

    [Fact]
    public void Adjust_OneIsFourTimesSlower_ItsWeightFollowsWithAReason()
    {
        using var balancer = New(new GroupConfig
        {
            Name = "calls",
            Algorithm = RoutingPolicyNames.WeightedRoundRobin,
            Destinations = Listed("a", "b", "slow"),
            DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true, AdjustmentInterval = TimeSpan.FromSeconds(5) },
        });

        for (var i = 0; i < 6000; i++)
        {
            var call = balancer.Select()!;
            _time.Advance(TimeSpan.FromMilliseconds(10));
            call.Complete(took: TimeSpan.FromMilliseconds(call.Destination == "slow" ? 8 : 2));
        }

        var adjusted = balancer.Adjust();
        Assert.InRange(adjusted.Weights.Single(w => w.Destination == "slow").Effective, 20, 35);
        Assert.Contains("0.25 of what", adjusted.Recent[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_ManyThreads_EachPlaceComesBack()
    {
        using var balancer = New(RoutingPolicyNames.LeastConnections, "a", "b", "c");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++) balancer.Select()?.Complete(took: TimeSpan.FromMilliseconds(1));
        })));

        Assert.All(balancer.MonitorHealth().Destinations, d => Assert.Equal(0, d.State.Credit.InFlight));
        Assert.Equal(8000, balancer.MonitorHealth().Destinations.Sum(d => d.Done));
    }

    [Fact]
    public void New_WithoutDestinationsOrWithAnUnknownPolicy_SaysWhatIsMissing()
    {
        Assert.Contains("list them", Assert.Throws<ArgumentException>(() => New(new GroupConfig { Name = "calls" })).Message, StringComparison.Ordinal);
        Assert.Contains("round_robin", Assert.Throws<ArgumentException>(() => New("fastest", "a")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetWorking_UnknownDestination_NamesTheKnownOnes()
    {
        using var balancer = New(RoutingPolicyNames.RoundRobin, "a", "b");

        Assert.Contains("none of a, b", Assert.Throws<ArgumentException>(() => balancer.SetWorking("c", works: true)).Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<DestinationConfig> Listed(params string[] names) => [.. names.Select(n => new DestinationConfig { Name = n })];

    private static string Done(LoadBalancer balancer, MessageProperties? properties = null)
    {
        var call = balancer.Select(properties)!;
        call.Complete(took: TimeSpan.FromMilliseconds(1));
        return call.Destination;
    }

    private static DestinationCondition Condition(LoadBalancer balancer, string name) => balancer.MonitorHealth().Destinations.Single(d => d.State.Name == name).Condition;

    private LoadBalancer New(string policy, params string[] names) => New(new GroupConfig { Name = "calls", Algorithm = policy, Destinations = Listed(names) });

    private LoadBalancer New(GroupConfig config) => new(config, new LoadBalancerOptions { Time = _time, Random = new Random(1) });

    // Whoever calls for nothing still looks now and then.
    private void Pass(int seconds, LoadBalancer balancer)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            balancer.MonitorPerformance();
        }
    }
}
