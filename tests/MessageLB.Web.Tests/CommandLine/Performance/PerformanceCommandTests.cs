using MessageLB.CommandLine;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Performance;

public sealed class PerformanceCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_ForPeople_DrawsEachDestinationAndSaysWhatStandsOut()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "orders");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Contains("│ (all)       │      2.0/s │ 5.3 ms ▲ ! │ 4.0 ms │ 11.0 ms │ 41.0 ms ! │  4.4 % │  90.0 % ▼ │  110 │      5 │", lines);
        Assert.Contains("│ a           │      2.0/s │ 5.3 ms ▲ ! │ 4.0 ms │ 11.0 ms │ 41.0 ms ! │  4.4 % │  90.0 % ▼ │  110 │      5 │", lines);
        Assert.Contains("│ new         │          – │          – │      – │       – │         – │      – │         – │    – │      – │", lines);
        Assert.Contains("a: mean service time is out of the ordinary, 5.3 ms over the whole time", lines);
        Assert.Contains("a: p99 of service times is out of the ordinary, 41.0 ms over the whole time", lines);
        Assert.Contains("a: mean service time is rising, by 12.5 ms a minute", lines);
        Assert.DoesNotContain(lines, line => line.Contains("by 1.0 ms", StringComparison.Ordinal));
        Assert.Contains("a: availability is falling, by 10.0 % a minute", lines);
    }

    [Fact]
    public async Task Run_AllGroups_DrawsEach()
    {
        await using var host = await StartAsync();

        await RunAsync(host);

        Assert.Contains("orders  over the last 1 min", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("mails  over the last 1 min", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_WritesTheAnswerAsItIs()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "--json");

        Assert.Equal(await host.Client.GetStringAsync("/api/v1/performance", TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
    }

    [Fact]
    public async Task Run_UnknownGroup_TellsTheKnownOnes()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "order");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Contains("orders", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OtherWindow_IsRefusedWithThoseThatThereAre()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "--window", "10m");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("is none of the windows: must be 1m, 5m or 1h", _terminal.Error, StringComparison.Ordinal);
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        host.Status.Performance = PerformancePictures.Groups();
        return host;
    }

    private Task<int> RunAsync(WebHost host, params string[] options) =>
        _terminal.RunAsync(["performance", "--url", host.Client.BaseAddress!.ToString(), .. options]);
}
