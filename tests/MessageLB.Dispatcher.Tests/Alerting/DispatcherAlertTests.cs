using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Tests.Configuration;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Alerts about the dispatcher as a whole: each fires, and is over.</summary>
public sealed class DispatcherAlertTests
{
    private const string Yaml = "groups: {orders: {health_monitoring: {alerting: true}}}\nalerts: {keep_firing_for: 1s}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task BrokerUnreachable_NoSession_FiresAndEndsWithTheNextOne()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.JoinAsync("a");

        rig.Memory.Unavailable = true;
        rig.Memory.EndSession(rig.ClientName, "pulled the plug");
        var alert = await rig.FiresAsync(AlertRules.BrokerUnreachable, group: "");
        Assert.StartsWith("No contact with embedded: ", alert.Description, StringComparison.Ordinal);
        rig.Memory.Unavailable = false;

        await rig.ResolvesAsync(AlertRules.BrokerUnreachable, group: "");
    }

    [Fact]
    public async Task BrokerBlocked_TakesNoPublishes_FiresAndEndsWhenItDoesAgain()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.JoinAsync("a");

        rig.Memory.BlockedReason = "low on memory";
        var alert = await rig.FiresAsync(AlertRules.BrokerBlocked, group: "");
        Assert.Equal("embedded says: low on memory. Messages wait at ingress.", alert.Description);
        rig.Memory.BlockedReason = null;

        await rig.ResolvesAsync(AlertRules.BrokerBlocked, group: "");
    }

    [Fact]
    public async Task DispatcherDeaf_HearsNothingOfItself_FiresAndEndsWhenItDoesAgain()
    {
        await using var rig = await AlertRig.StartAsync();
        await rig.JoinAsync("a");

        rig.Transport.IsMute = true;
        await rig.FiresAsync(AlertRules.DispatcherDeaf, group: "");
        rig.Transport.IsMute = false;

        await rig.ResolvesAsync(AlertRules.DispatcherDeaf, group: "");
    }

    [Fact]
    public async Task ConfigReloadFailed_FileWithAMistake_FiresAndEndsWithTheNextReload()
    {
        using var file = new TempYaml(Yaml);
        var sources = new ConfigSources { FilePath = file.Path };
        await using var rig = await AlertRig.StartAsync(ConfigLoader.Load(sources).GetConfig(), sources);
        await rig.JoinAsync("a");

        await File.WriteAllTextAsync(file.Path, Yaml + "broken: 1\n", Token);
        await rig.Reconfiguration.ReloadAsync("the test", Token);
        var alert = await rig.FiresAsync(AlertRules.ConfigReloadFailed, group: "");
        Assert.Contains("broken: unknown key", alert.Description, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file.Path, Yaml, Token);
        await rig.Reconfiguration.ReloadAsync("the test", Token);

        await rig.ResolvesAsync(AlertRules.ConfigReloadFailed, group: "");
    }

    [Fact]
    public async Task Reload_OnlyAlertsChange_IsInForceAtOnceAndTouchesNoGroup()
    {
        using var file = new TempYaml(Yaml);
        var sources = new ConfigSources { FilePath = file.Path };
        await using var rig = await AlertRig.StartAsync(ConfigLoader.Load(sources).GetConfig(), sources);
        await rig.FiresAsync(AlertRules.NoHealthyDestination);

        await File.WriteAllTextAsync(file.Path, Yaml.Replace("{keep", "{disabled: MessageLBNoHealthyDestination, silences: {group: orders}, keep", StringComparison.Ordinal), Token);
        var report = await rig.Reconfiguration.ReloadAsync("the test", Token);

        await rig.ResolvesAsync(AlertRules.NoHealthyDestination);
        Assert.True(report.AlertsChanged);
        Assert.Empty(report.Changed);
        Assert.Equal(2, rig.Reconfiguration.Status.Version);
        Assert.Equal("config-1", Assert.Single(rig.Alerts.Read().Silences).Id);
    }
}
