using MessageLB.Dispatcher.Recording;
using MessageLB.Testing;
using MessageLB.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace MessageLB.Web.Tests.Recording;

public sealed class RecordingEndpointTests
{
    private const string Header = """{"messagelb_recording":1,"group":"orders","destinations":[{"name":"a","concurrency":8,"weight":100,"service_ms":5.25},{"name":"b","concurrency":0,"weight":100,"service_ms":null}]}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Recording_StreamsLinesAsDocumented()
    {
        await using var host = await WebHost.StartAsync();
        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromMicroseconds(1234), "invoice \"é\"", 0x9f86d081884c7d65));
        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromMicroseconds(4100), "", null));
        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromMicroseconds(4099), "late", 1));
        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromMicroseconds(12345), "", null, "a", 3, 4.2004));
        host.Recordings.Finish(RecordingEnd.Time);

        using var response = await host.Client.GetAsync("/api/v1/recording?group=orders&seconds=60", Token);

        Assert.Equal((200, "application/x-ndjson"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(
            [
                Header,
                """{"t":0.001234,"kind":"invoice \"é\"","key":"9f86d081884c7d65"}""",
                """{"t":0.004100,"kind":"","key":""}""",
                """{"t":0.004100,"kind":"late","key":"0000000000000001"}""",
                """{"t":0.012345,"service":{"destination":"a","kind":"","count":3,"mean_ms":4.2}}""",
                """{"t":60.000000,"end":{"reason":"time","arrivals":3,"services":1,"left_out":4}}""",
                "",
            ],
            (await response.Content.ReadAsStringAsync(Token)).Split('\n'));
        await host.Recordings.Disposed.OrFailAsync("the recording's end", Token);
    }

    [Fact]
    public async Task Get_NothingSaid_RecordsTheOnlyGroupForAMinute()
    {
        await using var host = await WebHost.StartAsync();
        host.Recordings.Finish(RecordingEnd.Time);

        using var response = await host.Client.GetAsync("/api/v1/recording", Token);

        Assert.Equal((200, TimeSpan.FromSeconds(60)), ((int)response.StatusCode, host.Recordings.Duration));
    }

    [Fact]
    public async Task Get_HeaderAndFirstEvent_ComeAtOnceAndNotAtTheEnd()
    {
        await using var host = await WebHost.StartAsync();
        using var response = await host.Client.GetAsync("/api/v1/recording", HttpCompletionOption.ResponseHeadersRead, Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        Assert.Equal(Header, await lines.ReadLineAsync(Token));

        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromSeconds(1), "", null));

        Assert.Equal("""{"t":1.000000,"kind":"","key":""}""", await lines.ReadLineAsync(Token));
    }

    [Fact]
    public async Task Get_ReaderGoesAway_EndsTheRecording()
    {
        await using var host = await WebHost.StartAsync();
        using (await host.Client.GetAsync("/api/v1/recording", HttpCompletionOption.ResponseHeadersRead, Token)) { }

        await host.Recordings.Disposed.OrFailAsync("the recording's end", Token);
    }

    [Fact]
    public async Task Get_ProcessStops_EndsTheRecordingWithItsLastLine()
    {
        await using var host = await WebHost.StartAsync();
        using var response = await host.Client.GetAsync("/api/v1/recording?seconds=600", HttpCompletionOption.ResponseHeadersRead, Token);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.EndsWith("\"end\":{\"reason\":\"stopped\",\"arrivals\":0,\"services\":0,\"left_out\":4}}\n", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?group=nobody", 404, "urn:messagelb:error:unknown-group", "There is no group 'nobody'; the groups are orders.")]
    [InlineData("?seconds=601", 400, "urn:messagelb:error:bad-request", "'seconds' is '601'; write a whole number from 1 to 600.")]
    [InlineData("?seconds=1.5", 400, "urn:messagelb:error:bad-request", "'seconds' is '1.5'; write a whole number from 1 to 600.")]
    public async Task Get_SomethingWrong_IsAnsweredWithAProblem(string query, int status, string type, string detail)
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.GetAsync($"/api/v1/recording{query}", Token);

        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"type\":\"{type}\"", text, StringComparison.Ordinal);
        Assert.Contains($"\"detail\":\"{detail}\"", text, StringComparison.Ordinal);
        Assert.False(host.Recordings.IsOn);
    }

    [Fact]
    public async Task Get_SeveralGroupsAndASlip_AsksForBoth()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group(), Pictures.Group() with { Name = "mails" }] };

        using var response = await host.Client.GetAsync("/api/v1/recording?seconds=0", Token);

        Assert.Contains(
            "Which group? Add ?group= with one of orders, mails. 'seconds' is '0'; write a whole number from 1 to 600.",
            await response.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AlreadyRecording_IsAConflict()
    {
        await using var host = await WebHost.StartAsync();
        host.Recordings.IsOn = true;

        using var response = await host.Client.GetAsync("/api/v1/recording", Token);

        Assert.Equal(409, (int)response.StatusCode);
        Assert.Contains("urn:messagelb:error:already-recording", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_FromAnotherOriginsPage_IsRefused()
    {
        await using var host = await WebHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/recording");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");

        using var response = await host.Client.SendAsync(request, Token);

        Assert.Equal((403, false), ((int)response.StatusCode, host.Recordings.IsOn));
    }
}
