using MessageLB.CommandLine;
using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Explain;

public sealed class ExplainCommandTests
{
    private const string Picture = """
        message m-17 went to a: it has the smallest score
        group orders, response_time, routing key order.new, kind invoice, at 04:05:06.789 UTC, held 1,200 ms before
        ╭───┬─────────────┬────────┬───────────┬────────┬─────────────┬──────────────┬──────────╮
        │   │ Destination │  Score │ In flight │ Weight │ Concurrency │ Service time │ Expected │
        ├───┼─────────────┼────────┼───────────┼────────┼─────────────┼──────────────┼──────────┤
        │ ► │ a           │  5E-05 │      3/12 │    100 │           4 │       5.0 ms │   5.0 ms │
        │   │ b           │ 0.0002 │      7/12 │    100 │           4 │     ~10.0 ms │  20.0 ms │
        │   │ c           │      – │       0/4 │  1,000 │           – │            – │        – │
        ╰───┴─────────────┴────────┴───────────┴────────┴─────────────┴──────────────┴──────────╯
        not considered:
          d full: 12 of 12 in flight
          e lost: no heartbeat for 2.6 s (limit 2.5 s)
        the shadow policy would have chosen b
        ~ nothing measured there yet: the median of its peers

        """;

    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("m-17")]
    [InlineData()]
    [InlineData("--group", "orders", "--count", "1", "--within", "5s")]
    public async Task Run_ForPeople_DrawsTheDecision(params string[] arguments)
    {
        await using var host = await WebHost.StartAsync();

        var code = await ExplainAsync(host, arguments);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd());
        Assert.Equal(Picture.ReplaceLineEndings("\n"), string.Join('\n', lines).TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task Run_HeldMessage_SaysThatItWentToNobody()
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Sample = [Pictures.Decision() with { Winner = null, Because = "nobody who is ready has credit, so it is held", Held = null, Shadow = null, Candidates = [], MessageId = null, Kind = null }];

        await ExplainAsync(host);

        Assert.Equal(
            [
                "a message without id went to nobody: nobody who is ready has credit, so it is held",
                "group orders, response_time, routing key order.new, at 04:05:06.789 UTC",
                "not considered:",
                "  d full: 12 of 12 in flight",
                "  e lost: no heartbeat for 2.6 s (limit 2.5 s)",
            ],
            _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0));
    }

    [Theory]
    [InlineData(ExclusionCause.WeightZero, DestinationCondition.Ready, "its weight is 0", "  x out: its weight is 0")]
    [InlineData(ExclusionCause.Reserve, DestinationCondition.Degraded, "a heartbeat is overdue", "  x in reserve: a heartbeat is overdue")]
    [InlineData(ExclusionCause.JustReady, DestinationCondition.Ready, "it became ready while this was decided", "  x just ready: it became ready while this was decided")]
    [InlineData(ExclusionCause.Policy, DestinationCondition.Ready, "over its bound", "  x left out by the policy: over its bound")]
    [InlineData(ExclusionCause.NotReady, DestinationCondition.Draining, "its worker says that it is draining", "  x draining: its worker says that it is draining")]
    public async Task Run_ExcludedForAnyCause_SaysItInWords(ExclusionCause cause, DestinationCondition condition, string reason, string expected)
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Sample = [Pictures.Decision() with { Excluded = [new ExcludedDestination("x", cause, condition, reason, 0, 4, 100)], LeftOut = 1234 }];

        await ExplainAsync(host);

        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Contains(expected, lines);
        Assert.Contains("1,234 more destinations are not shown", lines);
    }

    [Fact]
    public async Task Run_Options_ReachTheDispatcher()
    {
        await using var host = await WebHost.StartAsync();

        await ExplainAsync(host, "--group", "orders", "--count", "7", "--within", "250ms");

        Assert.Equal([("orders", 7, TimeSpan.FromMilliseconds(250))], host.Explanations.Asked);
    }

    [Theory]
    [InlineData("/api/v1/explain/m-17", "m-17")]
    [InlineData("/api/v1/explain")]
    public async Task Run_WithJson_PassesTheAnswerThrough(string path, params string[] arguments)
    {
        await using var host = await WebHost.StartAsync();

        var code = await ExplainAsync(host, [.. arguments, "--json"]);

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(await host.Client.GetStringAsync(path, TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
    }

    [Fact]
    public async Task Run_Watch_AsksAgainUntilStopped()
    {
        await using var host = await WebHost.StartAsync();
        using var stop = new CancellationTokenSource();
        var watching = _terminal.RunUntilAsync(stop.Token, "explain", "--watch", "--json", "--url", host.Client.BaseAddress!.ToString());
        while (host.Explanations.Asked.Count < 3) await Task.Delay(1, TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await watching);
        Assert.True(_terminal.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= 2);
    }

    [Fact]
    public async Task Run_NothingDecided_SaysSoAndExitsWith75()
    {
        await using var host = await WebHost.StartAsync();
        host.Explanations.Sample = [];

        var code = await ExplainAsync(host, "--group", "orders");

        Assert.Equal(ExitCodes.Timeout, code);
        Assert.Equal("messagelb: nothing was decided in group 'orders' within 5 s; 'messagelb status' tells whether messages arrive.", _terminal.Error.TrimEnd());
    }

    [Fact]
    public async Task Run_UnknownMessage_GivesTheHintAndExitsWith65()
    {
        await using var host = await WebHost.StartAsync();

        var code = await ExplainAsync(host, "nothing");

        Assert.Equal(ExitCodes.Data, code);
        Assert.StartsWith("messagelb: Nothing is remembered of the message 'nothing'. Only messages with the header messagelb-debug: 1", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DispatcherWithoutIt_ExitsWith69()
    {
        await using var host = await WebHost.StartAsync();

        var code = await _terminal.RunAsync("explain", "--url", $"{host.Client.BaseAddress}elsewhere");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("There is nothing at /elsewhere/api/v1/explain", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyAnswers_ExitsWith69()
    {
        var code = await _terminal.RunAsync("explain", "--url", $"http://127.0.0.1:{FreePort.Find()}");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("No dispatcher answers at", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--group does not go with a message id: it is for watching a group.", "m-17", "--group", "orders")]
    [InlineData("--count: \"0\" is not a whole number from 1 to 100.", "--count", "0")]
    [InlineData("--within: \"2m\" is out of range: must be 100ms to 1m.", "--within", "2m")]
    public async Task Run_BadOption_IsRefused(string expected, params string[] arguments)
    {
        var code = await _terminal.RunAsync(["explain", .. arguments]);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains(expected, _terminal.Error, StringComparison.Ordinal);
    }

    private Task<int> ExplainAsync(WebHost host, params string[] arguments) =>
        _terminal.RunAsync(["explain", .. arguments, "--url", host.Client.BaseAddress!.ToString()]);
}
