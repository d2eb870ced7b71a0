using System.Net;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.Reloading;

public sealed class ReloadEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_GoodConfiguration_TellsWhatChanged()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.Report = new ReloadReport { Added = ["mails"], Changed = ["orders"] };

        using var response = await host.Client.PostAsync("/api/v1/reload", null, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """{"added":["mails"],"changed":["orders"],"removed":[],"warnings":[],"configuration":{"loaded_at":"2026-11-21T08:00:00+00:00","version":2,"hash":"0123456789ab","last_error":null,"last_error_at":null,"need_restart":[]},"alerts_changed":false}""",
            await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(["the HTTP API"], host.Reconfiguration.Causes);
    }

    [Fact]
    public async Task Post_BadConfiguration_IsAProblemWithEveryError()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.Report = new ReloadReport { Errors = ["m.yaml:1:1: a: one", "m.yaml:2:1: b: two"] };

        using var response = await host.Client.PostAsync("/api/v1/reload", null, Token);

        Assert.Equal(
            """{"type":"urn:messagelb:error:bad-configuration","title":"The configuration was not reloaded","status":422,"detail":"The former configuration stays in force. m.yaml:1:1: a: one\nm.yaml:2:1: b: two"}""",
            await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Post_NothingToReadAgain_IsAConflict()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.CanReload = false;

        using var response = await host.Client.PostAsync("/api/v1/reload", null, Token);

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Empty(host.Reconfiguration.Causes);
    }

    [Fact]
    public async Task Post_PageOfAnotherOrigin_IsRefused()
    {
        await using var host = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/reload");
        request.Headers.Add("Origin", "https://elsewhere.example");

        using var response = await host.Client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Reconfiguration.Causes);
    }
}
