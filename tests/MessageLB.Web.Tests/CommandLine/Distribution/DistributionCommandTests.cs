using MessageLB.CommandLine;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Distribution;

public sealed class DistributionCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_ForPeople_DrawsEachDestinationAndSaysWhatStandsOut()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "orders");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Contains("│ a           │    750 │ 75.0 % │ ███████████████ │ 75.0 % ! │   50.0 % │ 70.3 % to 79.2 % │", lines);
        Assert.Contains("│ b           │    250 │ 25.0 % │ █████           │ 25.0 % ! │   50.0 % │ 20.8 % to 29.7 % │", lines);
        Assert.Contains("a: got more than expected, beyond chance", lines);
        Assert.Contains("b: got less than expected, beyond chance", lines);
        Assert.Contains("fairness 0.800 (1 is fair); 25.0 % of 1,000 messages would have to go elsewhere", lines);
        Assert.Contains("12.5 % went to a lower failover tier", lines);
        Assert.Contains("predicted handling times were off by 3.3 %", lines);
    }

    [Fact]
    public async Task Run_AllGroups_DrawsEach()
    {
        await using var host = await StartAsync();

        await RunAsync(host);

        Assert.Contains("orders  round_robin  over the last 1 min", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("mails  response_time  over the last 1 min", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_WritesTheAnswerAsItIs()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "--json");

        Assert.Equal(await host.Client.GetStringAsync("/api/v1/distribution", TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
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
        host.Status.Distribution = DistributionPictures.Groups();
        return host;
    }

    private Task<int> RunAsync(WebHost host, params string[] options) =>
        _terminal.RunAsync(["distribution", "--url", host.Client.BaseAddress!.ToString(), .. options]);
}
