using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Core.Tests.Configuration;

public sealed class ConfigChangesTests
{
    [Fact]
    public void Between_SameWordsReadTwice_IsEmpty()
    {
        var changes = Between(Full(), Full());

        Assert.True(changes.IsEmpty);
        Assert.Empty(changes.NeedRestart);
    }

    [Fact]
    public void Between_OneWeightDiffers_ChangesOnlyThatGroup()
    {
        var next = Full() with { Groups = [Full().Groups[0] with { Destinations = [new DestinationConfig { Name = "a", Weight = 51 }] }, Full().Groups[1]] };

        var changes = Between(Full(), next);

        Assert.Equal(["orders"], changes.Changed.Select(g => g.Name));
        Assert.Empty(changes.Added);
        Assert.Empty(changes.Removed);
        Assert.Equal(51, changes.Config.Groups[0].Destinations[0].Weight);
    }

    [Fact]
    public void Between_GroupsCameAndWent_TellsWhich()
    {
        var changes = Between(Of(new GroupConfig { Name = "a", Routes = ["a.#"] }), Of(new GroupConfig { Name = "b", Routes = ["a.#"] }));

        Assert.Equal("b", Assert.Single(changes.Added).Name);
        Assert.Equal("a", Assert.Single(changes.Removed).Name);
        Assert.Empty(changes.Changed);
    }

    [Fact]
    public void Between_BrokerAndApiDiffer_KeepsThemAndNamesTheSettings()
    {
        var running = Full();
        var next = Full() with
        {
            Broker = running.Broker with { Password = "other", ConnectTimeout = TimeSpan.FromSeconds(9) },
            Http = new HttpConfig { Listen = "127.0.0.1:1" },
            ShutdownTimeout = TimeSpan.FromSeconds(7),
        };

        var changes = Between(running, next);

        Assert.Equal(["broker.password", "broker.connect_timeout", "http.listen", "shutdown_timeout"], changes.NeedRestart);
        Assert.True(changes.IsEmpty);
        Assert.Equal((running.Broker, running.Http, running.ShutdownTimeout), (changes.Config.Broker, changes.Config.Http, changes.Config.ShutdownTimeout));
    }

    [Fact]
    public void Between_StandInOfAStandInDiffers_ChangesWhoeverReliesOnIt()
    {
        static MessageLBConfig Chain(string? last) => Of(
            new GroupConfig { Name = "a", Routes = ["a"], Fallback = new FallbackConfig { To = "b" } },
            new GroupConfig { Name = "b", Routes = ["b"], Fallback = new FallbackConfig { To = last } },
            new GroupConfig { Name = "c", Routes = ["c"] });

        Assert.Equal(["a", "b"], Between(Chain(null), Chain("c")).Changed.Select(g => g.Name));
    }

    [Fact]
    public void Between_SingleActiveDiffers_IsRefused()
    {
        var findings = new ConfigFindings();

        ConfigChanges.Between(Of(new GroupConfig { Name = "a" }), Of(new GroupConfig { Name = "a", SingleActive = true }), findings);

        Assert.Equal("groups.a.single_active", Assert.Single(findings.Errors).Path);
    }

    [Fact]
    public void Between_DeliveryDiffers_IsRefused()
    {
        var findings = new ConfigFindings();

        ConfigChanges.Between(Of(new GroupConfig { Name = "a" }), Of(new GroupConfig { Name = "a", Delivery = DeliveryMode.Hold }), findings);

        Assert.Equal("groups.a.delivery", Assert.Single(findings.Errors).Path);
    }

    private static ConfigChanges Between(MessageLBConfig running, MessageLBConfig next)
    {
        var findings = new ConfigFindings();
        var changes = ConfigChanges.Between(running, next, findings);
        Assert.True(findings.IsValid);
        return changes;
    }

    private static MessageLBConfig Of(params GroupConfig[] groups) => new() { Groups = groups };

    private static MessageLBConfig Full() => new()
    {
        Groups =
        [
            new GroupConfig
            {
                Name = "orders",
                Routes = ["order.#", "invoice.*"],
                Destinations = [new DestinationConfig { Name = "a", Weight = 50 }],
                Probe = new ProbeConfig { Kind = ProbeKind.Tcp, Address = "127.0.0.1:1" },
                Retry = new RetryConfig(),
            },
            new GroupConfig { Name = "rest", Tenants = new TenantsConfig(), Priority = true },
        ],
    };
}
