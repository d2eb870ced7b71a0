using MessageLB.CommandLine;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Status;

public sealed class StatusCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_ForPeople_DrawsEveryDestinationWithStateAndReason()
    {
        await using var host = await WebHost.StartAsync();

        var code = await StatusAsync(host);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var lines = _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()).ToList();
        Assert.Equal("● amqp://broker:5672/   dispatcher dispatcher-1 9.8.7, up 1 min 1 s", lines[0]);
        Assert.Equal("2 dispatchers share the work; the others are dispatcher-2", lines[1]);
        Assert.Contains("│ a           │ ● ready │ █████████    │ 75.0 % │    750 │      5 │      5/12 │ 4.0 ms │ 20.5 ms │    100 │   300 ms │", lines);
        Assert.Contains("│ b           │ ■ lost  │ ███          │ 25.0 % │    250 │      0 │       0/4 │      – │       – │ 50/100 │        – │", lines);
        Assert.Equal(
            ["1,005 received, 1,000 routed, 17 waiting at ingress, 2 returned, 1 refused, 2 dead letters", "6 copies of other messages were not handed over", "holding a message: no destination has credit", "b: its queue has no consumer"],
            lines.SkipWhile(l => !l.StartsWith("1,005", StringComparison.Ordinal)).Where(l => l.Length > 0));
    }

    [Fact]
    public async Task Run_DispatcherAlone_SaysNothingOfOthers()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Dispatchers = [Pictures.Dispatcher().Dispatchers[0]] };

        await StatusAsync(host);

        Assert.DoesNotContain("share the work", _terminal.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.5, 0, "shadow least_connections: agrees on 75.0 %, expected to be 1.5 ms faster per message")]
    [InlineData(-0.5, 3, "shadow least_connections: agrees on 75.0 %, expected to be 0.5 ms slower per message, failed 3 times")]
    [InlineData(null, 0, "shadow least_connections: agrees on 75.0 %, no service times to expect a gain from")]
    public async Task Run_GroupWithShadow_TellsWhatItWouldBring(double? gainMs, int failed, string expected)
    {
        await using var host = await WebHost.StartAsync();
        var shadow = Pictures.Shadow() with { Failed = failed, MeanGain = gainMs is { } gain ? TimeSpan.FromMilliseconds(gain) : null };
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Shadow = shadow }] };

        await StatusAsync(host);

        Assert.Contains(expected, _terminal.Out.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd()));
    }

    [Fact]
    public async Task Run_ShadowBeforeTheFirstMessage_SaysSo()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Shadow = new("least_connections", 0, 0, 0, default, default, null, null) }] };

        await StatusAsync(host);

        Assert.Contains("shadow least_connections: no message compared yet", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokerAway_SaysSoFirst()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Disconnected();

        await StatusAsync(host);

        Assert.StartsWith("■ no contact with amqp://broker:5672/: connection refused", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GroupWithoutDestinations_SaysWhatToDo()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Destinations = [] }] };

        await StatusAsync(host);

        Assert.Contains("no destination yet: start a worker, or list one in the configuration", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyIsLeft_SaysWhatBecomesOfMessages()
    {
        await using var host = await WebHost.StartAsync();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [Pictures.Group() with { Nobody = "messages go to group 'standby'" }] };

        await StatusAsync(host);

        Assert.Contains("nobody is left: messages go to group 'standby'", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithJson_PassesTheAnswerThrough()
    {
        await using var host = await WebHost.StartAsync();

        var code = await StatusAsync(host, "--json");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(await host.Client.GetStringAsync("/api/v1/status", TestContext.Current.CancellationToken), _terminal.Out.TrimEnd());
    }

    [Fact]
    public async Task Run_Watch_LooksAgainUntilStopped()
    {
        await using var host = await WebHost.StartAsync();
        using var stop = new CancellationTokenSource();
        var terminal = new TestTerminal();
        var watching = terminal.RunUntilAsync(stop.Token, "status", "--watch", "--json", "--interval", "1ms", "--url", host.Client.BaseAddress!.ToString());
        while (host.Status.Reads < 3) await Task.Delay(1, TestContext.Current.CancellationToken);

        await stop.CancelAsync();

        Assert.Equal(ExitCodes.Ok, await watching);
        Assert.True(terminal.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length >= 2);
    }

    [Fact]
    public async Task Run_SomethingElseAnswers_ExitsWith69()
    {
        await using var host = await WebHost.StartAsync();

        var code = await _terminal.RunAsync("status", "--url", $"{host.Client.BaseAddress}elsewhere");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("answered with 404 Not Found; is it a dispatcher?", _terminal.Error, StringComparison.Ordinal);
    }

    private Task<int> StatusAsync(WebHost host, params string[] options) =>
        _terminal.RunAsync(["status", "--url", host.Client.BaseAddress!.ToString(), .. options]);
}
