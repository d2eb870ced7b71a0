using MessageLB.CommandLine;
using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Testing;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Alerting;

public sealed class AlertCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Alerts_ForPeople_DrawsATableAndSaysWhatFires()
    {
        await using var host = await StartAsync();
        host.Alerts.Active.AddRange(
        [
            ScriptedAlerts.Alert(AlertRules.BrokerUnreachable),
            ScriptedAlerts.Alert(AlertRules.DestinationDown, "orders", "a", AlertStatus.Pending),
            ScriptedAlerts.Alert(AlertRules.QueueAgeHigh, "orders") with { InhibitedBy = new AlertKey("MessageLBBrokerUnreachable", "", "") },
        ]);
        host.Alerts.Webhooks.Add(new WebhookStatus("https://hooks", 3, 2, 1, 4, "status 401: it refuses"));

        var code = await RunAsync(host, "alerts");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = Lines();
        Assert.Contains("│ firing      │ critical │ MessageLBBrokerUnreachable │ dispatcher │ 2031-02-03 04:05:06Z │", lines);
        Assert.Contains("│ pending     │ warning  │ MessageLBDestinationDown   │ orders/a   │ 2031-02-03 04:05:06Z │", lines);
        Assert.Contains("│ consequence │ warning  │ MessageLBQueueAgeHigh      │ orders     │ 2031-02-03 04:05:06Z │", lines);
        Assert.Contains("MessageLBBrokerUnreachable dispatcher: What there is to say. See docs/operations/runbook.md#the-broker-cannot-be-reached", _terminal.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Webhook https://hooks does not take notices: status 401: it refuses", lines);
    }

    [Fact]
    public async Task Alerts_OfAGroupWithRecent_ShowsThoseOnly()
    {
        await using var host = await StartAsync();
        host.Alerts.Active.Add(ScriptedAlerts.Alert(AlertRules.NoHealthyDestination, "bills"));
        host.Alerts.Recent.Add(ScriptedAlerts.Alert(AlertRules.GroupFailed, "orders", status: AlertStatus.Resolved));

        await RunAsync(host, "alerts", "--group", "orders");
        Assert.Equal(["No alerts."], Lines().Where(line => line.Length > 0));
        await RunAsync(host, "alerts", "--group", "orders", "--recent");

        Assert.Contains("│ resolved │ critical │ MessageLBGroupFailed │ orders │ 2031-02-03 04:05:06Z │", Lines());
    }

    [Fact]
    public async Task Alerts_Json_WritesTheAnswerAsItIs()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "alerts", "--json");

        Assert.Equal(await host.Client.GetStringAsync("/api/v1/alerts", TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
    }

    [Fact]
    public async Task Silence_AddListRemove_DoWhatTheySay()
    {
        await using var host = await StartAsync();

        Assert.Equal(ExitCodes.Ok, await RunAsync(host, "silence", "add", "--group", "orders", "--alert", "MessageLBDestination*", "--for", "2h", "--comment", "new version"));
        var id = Assert.Single(host.Alerts.Read().Silences).Id;
        Assert.Equal(ExitCodes.Ok, await RunAsync(host, "silence", "list"));
        Assert.Equal(ExitCodes.Ok, await RunAsync(host, "silence", "remove", id));
        Assert.Equal(ExitCodes.Ok, await RunAsync(host, "silence", "list"));

        var words = $"{id}: alert MessageLBDestination*, group orders, until 2031-02-03 06:05:06Z (new version)";
        Assert.Equal([$"Silence {words}", words, $"Silence {id} is over.", "No silences."], Lines().Where(line => line.Length > 0));
    }

    [Theory]
    [InlineData("There is no silence 's2'", "silence", "remove", "s2")]
    [InlineData("alerts.silences", "silence", "remove", "config-1")]
    [InlineData("This would silence everything", "silence", "add")]
    public async Task Silence_Wrong_SaysWhatAndEndsWithData(string problem, params string[] arguments)
    {
        await using var host = await StartAsync();
        host.Alerts.Configure(new Silence { Id = "config-1", Group = "orders", IsConfigured = true });

        Assert.Equal(ExitCodes.Data, await RunAsync(host, arguments));
        Assert.Contains(problem, _terminal.Error, StringComparison.Ordinal);
    }

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(time: new ManualTimeProvider(ScriptedAlerts.Start));

    private List<string> Lines() => [.. _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())];

    private Task<int> RunAsync(WebHost host, params string[] arguments) =>
        _terminal.RunAsync([.. arguments, "--url", host.Client.BaseAddress!.ToString()]);
}
