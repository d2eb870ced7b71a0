using MessageLB.CommandLine;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Weights;

public sealed class WeightsCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Show_ForPeople_DrawsWeightsAndTellsWhy()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "show", "orders");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Contains("│ a           │        100 │        50 │         0.50 │", lines);
        Assert.Contains("│ b           │          2 │         8 │ 4.00 learned │", lines);
        Assert.Contains("2,500 ms ago  a: 100 → 50 (performance) for its weight it can do 0.25 of what the middle of 4 can", lines);
        Assert.Contains("60.0 s ago  b: 2 → 8 (learned) learned before the restart", lines);
        Assert.Contains(lines, l => l.Contains("orders  adjusted every 1 min", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_NotAdjusted_SaysWhy()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "show", "mails");

        Assert.Contains("dynamic_adjustment is off", _terminal.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_LastNone_TellsNoAdjustment()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "show", "orders", "--last", "0");

        Assert.DoesNotContain("ago", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Json_WritesTheAnswerAsItIs()
    {
        await using var host = await StartAsync();

        await RunAsync(host, "show", "orders", "--json");

        Assert.Equal(await host.Client.GetStringAsync("/api/v1/groups/orders/adjustments", TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
    }

    [Fact]
    public async Task Show_UnknownGroup_TellsTheKnownOnes()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "show", "order");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Contains("orders", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_Group_SaysHowManyHadAnother()
    {
        await using var host = await StartAsync();

        var code = await RunAsync(host, "reset", "orders");

        Assert.Equal((ExitCodes.Ok, "orders: the configured weights of 2 destinations are in force again."), (code, _terminal.Out.TrimEnd()));
        Assert.Equal([("orders", "the HTTP API")], host.Administration.Resets);
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        host.Status.Adjustments = AdjustmentPictures.Groups();
        return host;
    }

    private Task<int> RunAsync(WebHost host, string verb, string group, params string[] options) =>
        _terminal.RunAsync(["weights", verb, group, "--url", host.Client.BaseAddress!.ToString(), .. options]);
}
