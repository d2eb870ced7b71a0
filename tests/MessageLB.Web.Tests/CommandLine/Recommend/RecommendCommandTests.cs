using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.Core.Recommendations;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Recommend;

public sealed class RecommendCommandTests
{
    private static readonly string[] Quick = ["--messages", "5000", "--seeds", "3"];

    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_ForPeople_SaysWhatToChangeWhatItGainsAndWhy()
    {
        await using var host = await StartAsync(SituationPictures.Groups());

        var code = await RunAsync(host, ["orders", .. Quick, "--all"]);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        Assert.StartsWith("orders  weighted_round_robin  200/s over the last 5 min, load 20 %", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("  change the weight of b from 1 to 4\n   predicted p99 −", Unix(_terminal.Out), StringComparison.Ordinal);
        Assert.Contains("   groups.orders.destinations.b.weight: 4   # is 1\n", Unix(_terminal.Out), StringComparison.Ordinal);
        Assert.Contains("Simulated: Poisson arrivals at 200/s; lognormal service of 12.5 ms (sigma 0.80, from the workers' p50 and p99)", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("not simulated: priority", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("5,000 messages × 3 seeds", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("│ share of a    │   50.0 % │    50.0 % │", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("Tried, not worth it", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_HasChangesFiguresAndEvidence()
    {
        await using var host = await StartAsync(SituationPictures.Groups());

        var code = await RunAsync(host, [.. Quick, "--json"]);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var groups = JsonElement.Parse(_terminal.Out).GetProperty("groups");
        Assert.Equal(["orders", "mails"], groups.EnumerateArray().Select(g => g.GetProperty("group").GetString()));
        Assert.Equal("the group has no destinations", groups[1].GetProperty("obstacle").GetString());
        var weights = groups[0].GetProperty("recommendations").EnumerateArray().Single(r => r.GetProperty("kind").GetString() == "weights");
        Assert.Equal("""[{"path":"groups.orders.destinations.b.weight","from":"1","to":"4"}]""", weights.GetProperty("changes").GetRawText());
        Assert.InRange(weights.GetProperty("gain").GetProperty("value").GetDouble(), 0.05, 0.9);
        Assert.Equal(1 - weights.GetProperty("gain").GetProperty("value").GetDouble(), weights.GetProperty("predicted").GetProperty($"{weights.GetProperty("measure").GetString()}_ratio").GetProperty("value").GetDouble(), 5);
        Assert.All(groups[0].GetProperty("match").EnumerateArray(), figure => Assert.True(figure.GetProperty("agrees").GetBoolean()));
        Assert.Equal("as it is", groups[0].GetProperty("present").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Run_PresentIsNotWhatWasMeasured_SaysSoInsteadOfRecommending()
    {
        var orders = SituationPictures.Orders();
        await using var host = await StartAsync([orders with { Destinations = [orders.Destinations[0], orders.Destinations[1] with { Weight = 4 }] }]);

        var code = await RunAsync(host, ["orders", .. Quick]);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("No recommendation: the simulated present is not what was measured", _terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("predicted", _terminal.Out, StringComparison.Ordinal);
        Assert.Contains("│ differs │", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BacklogThatGrows_LooksTwiceAndCountsItAsArrivals()
    {
        await using var host = await StartAsync([SituationPictures.Overloaded(ingressReady: 10_000)], [SituationPictures.Overloaded(ingressReady: 15_000)]);

        var code = await RunAsync(host, ["orders", .. Quick]);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal("messagelb: messages wait at ingress; looking again in 5 s to see whether they become more\n", Unix(_terminal.Error));
        Assert.Matches(@"add \d+ workers to orders \(4 at a time each, like b\)", _terminal.Out);
        Assert.Matches(@"messages/s arrive, (9\d\d|1000)(\.\d)?/s of them wait", _terminal.Out);
    }

    [Fact]
    public async Task Run_UnknownGroup_SaysWhichWasProbablyMeant()
    {
        await using var host = await StartAsync(SituationPictures.Groups());

        var code = await RunAsync(host, "order");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Equal("messagelb: There is no group 'order'; the groups are orders, mails. Did you mean 'orders'?\n", Unix(_terminal.Error));
    }

    [Fact]
    public async Task Run_OneSeed_IsRefusedBecauseNothingCouldBeSaidAboutChance()
    {
        await using var host = await StartAsync(SituationPictures.Groups());

        Assert.Equal(ExitCodes.Usage, await RunAsync(host, "orders", "--seeds", "1"));
    }

    private static async Task<WebHost> StartAsync(params IReadOnlyList<GroupSituation>[] situations)
    {
        var host = await WebHost.StartAsync();
        foreach (var one in situations) host.Status.Situations.Enqueue(one);
        return host;
    }

    private static string Unix(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd()));

    private Task<int> RunAsync(WebHost host, params string[] options) => _terminal.RunAsync(["recommend", "--url", host.Client.BaseAddress!.ToString(), .. options]);
}
