using System.Net;
using System.Text;
using System.Text.Json;
using MessageLB.Core.Alerts;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Testing;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Alerting;

public sealed class AlertEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Alerts_TellsActiveRecentSilencesAndWebhooks()
    {
        await using var host = await StartAsync();
        host.Alerts.Active.Add(ScriptedAlerts.Alert(AlertRules.ErrorRateHigh, "orders", "a") with { Value = 0.123456, Limit = 0.01, SilencedBy = "config-1", InhibitedBy = new AlertKey("MessageLBBrokerUnreachable", "", "") });
        host.Alerts.Recent.Add(ScriptedAlerts.Alert(AlertRules.BrokerBlocked, status: AlertStatus.Resolved));
        host.Alerts.Webhooks.Add(new WebhookStatus("https://hooks", 3, 2, 1, 4, "status 401: it refuses"));
        host.Alerts.Configure(new Silence { Id = "config-1", Group = "ord*", MaxSeverity = AlertSeverity.Warning, IsConfigured = true });

        var text = await host.Client.GetStringAsync("/api/v1/alerts", Token);

        Assert.Equal(
            """{"alerts":[{"fingerprint":"FINGER","alert":"MessageLBErrorRateHigh","status":"firing","severity":"warning","group":"orders","destination":"a","summary":"summary","description":"What there is to say.","value":0.1235,"limit":0.01,"starts_at":"2031-02-03T04:05:06+00:00","fired_at":"2031-02-03T04:05:16+00:00","ends_at":null,"silenced_by":"config-1","inhibited_by":"MessageLBBrokerUnreachable","runbook_url":"docs/operations/runbook.md#too-many-messages-fail"}]"""
            .Replace("FINGER", new AlertKey("MessageLBErrorRateHigh", "orders", "a").Fingerprint, StringComparison.Ordinal)
            + ""","recent":[{"fingerprint":"FINGER","alert":"MessageLBBrokerBlocked","status":"resolved","severity":"critical","group":null,"destination":null,"summary":"summary","description":"What there is to say.","value":null,"limit":null,"starts_at":"2031-02-03T04:05:06+00:00","fired_at":"2031-02-03T04:05:16+00:00","ends_at":"2031-02-03T04:05:26+00:00","silenced_by":null,"inhibited_by":null,"runbook_url":"docs/operations/runbook.md#the-broker-takes-no-publishes"}]"""
            .Replace("FINGER", new AlertKey("MessageLBBrokerBlocked", "", "").Fingerprint, StringComparison.Ordinal)
            + ""","silences":[{"id":"config-1","alert":null,"group":"ord*","destination":null,"max_severity":"warning","until":null,"comment":null,"configured":true}],"webhooks":[{"target":"https://hooks","delivered":3,"failed":2,"dropped":1,"waiting":4,"last_error":"status 401: it refuses"}],"left_out":0}""",
            text);
    }

    [Fact]
    public async Task Post_Silence_IsMadeAndTold()
    {
        await using var host = await StartAsync();

        using var response = await PostAsync(host, """{"alert":"MessageLBDestination*","group":"orders","max_severity":"Warning","duration":"2h","comment":"new version"}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var silence = Assert.Single(host.Alerts.Read().Silences);
        Assert.Equal(("MessageLBDestination*", "orders", AlertSeverity.Warning, ScriptedAlerts.Start + TimeSpan.FromHours(2), "new version"), (silence.Alert, silence.Group, silence.MaxSeverity, silence.Until, silence.Comment));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(silence.Id, json.RootElement.GetProperty("id").GetString());
        Assert.Equal(["the HTTP API adds"], host.Alerts.Said);
    }

    [Theory]
    [InlineData("", "This would silence everything")]
    [InlineData("""{"duration":"2h"}""", "This would silence everything")]
    [InlineData("""{"group":"orders"}""", "'duration' is missing")]
    [InlineData("""{"group":"orders","duration":"2"}""", "is not a duration")]
    [InlineData("""{"group":"orders","duration":"31d"}""", "is out of range")]
    [InlineData("""{"group":"orders","duration":"0s"}""", "is out of range")]
    [InlineData("""{"alert":"MessageLBDestination","duration":"2h"}""", "There is no alert 'MessageLBDestination'")]
    [InlineData("""{"max_severity":"1","duration":"2h"}""", "is not one of info, warning, critical")]
    [InlineData("""{"group":5}""", "The body is not what is expected")]
    public async Task Post_WrongSilence_IsRefusedAndSaysWhatIsWrong(string body, string problem)
    {
        await using var host = await StartAsync();

        using var response = await PostAsync(host, body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(problem, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Alerts.Said);
    }

    [Fact]
    public async Task Post_AsManySilencesAsMayBe_IsRefused()
    {
        await using var host = await StartAsync();
        for (var i = 0; i < SilenceBook.Most; i++) host.Alerts.Add(new Silence { Id = $"{i}" }, "the test");

        using var response = await PostAsync(host, """{"group":"orders","duration":"2h"}""");

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task Post_FromAPageOfAnotherOrigin_IsRefused()
    {
        await using var host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/silences") { Content = new StringContent("""{"group":"orders","duration":"2h"}""") };
        request.Headers.Add("Origin", "https://elsewhere");

        using var response = await host.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Alerts.Said);
    }

    [Theory]
    [InlineData("s1", HttpStatusCode.NoContent)]
    [InlineData("s2", HttpStatusCode.NotFound)]
    [InlineData("config-1", HttpStatusCode.Conflict)]
    public async Task Delete_Silence_TakesAwayOnlyWhatWasMade(string id, HttpStatusCode expected)
    {
        await using var host = await StartAsync();
        host.Alerts.Add(new Silence { Id = "s1" }, "the test");
        host.Alerts.Configure(new Silence { Id = "config-1", IsConfigured = true });

        using var response = await host.Client.DeleteAsync($"/api/v1/silences/{id}", Token);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(id != "s1", host.Alerts.Read().Silences.Any(silence => silence.Id == "s1"));
    }

    [Fact]
    public async Task Metrics_Alerts_CountsEachStateAndSeverity()
    {
        await using var host = await StartAsync();
        host.Alerts.Active.AddRange(
        [
            ScriptedAlerts.Alert(AlertRules.BrokerUnreachable),
            ScriptedAlerts.Alert(AlertRules.DestinationDown, "orders", "a"),
            ScriptedAlerts.Alert(AlertRules.DestinationDown, "orders", "b") with { InhibitedBy = new AlertKey("MessageLBBrokerUnreachable", "", "") },
            ScriptedAlerts.Alert(AlertRules.DestinationDown, "orders", "c") with { SilencedBy = "s" },
            ScriptedAlerts.Alert(AlertRules.DestinationDown, "orders", "d", AlertStatus.Pending),
        ]);
        host.Alerts.Webhooks.Add(new WebhookStatus("https://hooks", 3, 2, 1, 4, null));

        var lines = (await host.Client.GetStringAsync("/metrics", Token)).Split('\n').Where(line => line.StartsWith("messagelb_alerts{", StringComparison.Ordinal) || line.StartsWith("messagelb_webhook", StringComparison.Ordinal)).ToList();

        Assert.Contains("messagelb_alerts{messagelb_state=\"firing\",messagelb_severity=\"critical\"} 1", lines);
        Assert.Equal(4, lines.Count(line => line.Contains("\"warning\"", StringComparison.Ordinal) && line.EndsWith(" 1", StringComparison.Ordinal)));
        Assert.Equal(12, lines.Count(line => line.StartsWith("messagelb_alerts", StringComparison.Ordinal)));
        Assert.Contains("messagelb_webhook_notices_total{messagelb_outcome=\"failed\"} 2", lines);
    }

    private static Task<WebHost> StartAsync() => WebHost.StartAsync(time: new ManualTimeProvider(ScriptedAlerts.Start));

    private static async Task<HttpResponseMessage> PostAsync(WebHost host, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await host.Client.PostAsync("/api/v1/silences", content, Token);
    }
}
