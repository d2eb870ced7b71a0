using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.Alerting;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Recommending;

/// <summary>A dispatcher that was asked to look for what could be better.</summary>
public sealed class FindingMonitorTests
{
    private const int Begun = 2170;
    private const int Over = 2171;

    [Fact]
    public async Task Optimization_TooFewWorkers_IsLoggedOnceAndWhenItIsOver()
    {
        await using var rig = await AlertRig.StartAsync(Group(optimization: true));
        var a = await rig.JoinAsync("a");

        // 19 of 20 parts of each of four hands.
        (a.Doing, a.MessageMs) = (19, 40);
        await rig.PassUntilAsync(() => rig.Logs.Of(Begun).Any(), "it is said that workers are too few");
        await rig.PassAsync(TimeSpan.FromMinutes(2));

        var line = Assert.Single(rig.Logs.Of(Begun));
        // Where in the minute it looks decides about the last digit.
        Assert.Matches(@"^Group 'orders' could do better: 9[45](\.\d)? messages/s arrive and 1 worker can do 100/s, a load of 9[45] %; add 1 worker to orders\. 'messagelb recommend orders' says what a change would bring$", line.Text);
        (a.Doing, a.MessageMs) = (10, 40);
        await rig.PassUntilAsync(() => rig.Logs.Of(Over).Any(), "it is said that this is over");
    }

    [Fact]
    public async Task Optimization_Off_SaysNothing()
    {
        await using var rig = await AlertRig.StartAsync(Group(optimization: false));
        var a = await rig.JoinAsync("a");

        (a.Doing, a.MessageMs) = (19, 40);
        await rig.PassAsync(TimeSpan.FromMinutes(3));

        Assert.Empty(rig.Logs.Of(Begun));
        Assert.Equal(["TooFewWorkers"], Core.Recommendations.Findings.Of(rig.Status.ReadSituations(TimeSpan.FromMinutes(5))[0]).Select(f => $"{f.Kind}"));
    }

    private static GroupConfig Group(bool optimization) =>
        GroupConfig.Default with { Name = AlertRig.Group, PerformanceMonitoring = new PerformanceMonitoringConfig { Enabled = true, Optimization = optimization } };
}
