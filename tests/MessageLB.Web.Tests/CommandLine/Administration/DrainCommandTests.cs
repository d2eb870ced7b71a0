using MessageLB.CommandLine;
using MessageLB.Core.Groups;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Administration;

public sealed class DrainCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_Drain_WaitsUntilItMayBeTakenAway()
    {
        await using var host = await WebHost.StartAsync();
        host.Administration.Changed = before => Show(host, before < 2 ? "draining" : "drained");

        var code = await RunAsync(host, "drain", "orders/a");

        Assert.Equal((ExitCodes.Ok, "orders/a is drained: it may be taken away.", string.Empty), (code, _terminal.Out.TrimEnd(), _terminal.Error));
        Assert.Equal(3, host.Administration.Said.Count);
        Assert.All(host.Administration.Said, said => Assert.Equal(("orders", "a", AdministrativeState.Draining, "the HTTP API"), said));
    }

    [Fact]
    public async Task Run_DrainOfTheLost_IsOver()
    {
        await using var host = await WebHost.StartAsync();

        var code = await RunAsync(host, "drain", "orders/b");

        Assert.Equal((ExitCodes.Ok, "orders/b is lost: its queue has no consumer."), (code, _terminal.Out.TrimEnd()));
    }

    [Fact]
    public async Task Run_DrainWithoutWaiting_SaysHowFarItIs()
    {
        await using var host = await WebHost.StartAsync();
        host.Administration.Changed = _ => Show(host, "draining");

        var code = await RunAsync(host, "drain", "orders/a", "--within", "0s");

        Assert.Equal((ExitCodes.Ok, "orders/a is draining: 5 in flight."), (code, _terminal.Out.TrimEnd()));
    }

    [Fact]
    public async Task Run_DrainTakesTooLong_ExitsWith75()
    {
        await using var host = await WebHost.StartAsync();
        host.Administration.Changed = _ => Show(host, "draining");

        var code = await RunAsync(host, "drain", "orders/a", "--within", "1ms");

        Assert.Equal((ExitCodes.Timeout, "orders/a is draining: 5 in flight."), (code, _terminal.Out.TrimEnd()));
    }

    [Theory]
    [InlineData("maintenance", AdministrativeState.Maintenance)]
    [InlineData("resume", AdministrativeState.Active)]
    public async Task Run_OtherVerbs_SayItOnce(string verb, AdministrativeState state)
    {
        await using var host = await WebHost.StartAsync();

        var code = await RunAsync(host, verb, "orders/b");

        Assert.Equal((ExitCodes.Ok, "orders/b is lost: its queue has no consumer."), (code, _terminal.Out.TrimEnd()));
        Assert.Equal([("orders", "b", state, "the HTTP API")], host.Administration.Said);
    }

    [Fact]
    public async Task Run_UnknownDestination_NamesThoseThatThereAre()
    {
        await using var host = await WebHost.StartAsync();

        var code = await RunAsync(host, "drain", "orders/c");

        Assert.Equal((ExitCodes.Data, "messagelb: The group 'orders' has no destination 'c'; it has a, b."), (code, _terminal.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("orders/a/b")]
    [InlineData("orders/ü")]
    public async Task Run_NoDestination_SaysHowToWriteOne(string text)
    {
        await using var host = await WebHost.StartAsync();

        var code = await RunAsync(host, "drain", text);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains($"'{text}' is no destination: write group/destination, such as orders/a", _terminal.Error, StringComparison.Ordinal);
    }

    private static void Show(WebHost host, string state)
    {
        var group = Pictures.Group();
        host.Status.Current = Pictures.Dispatcher() with { Groups = [group with { Destinations = [.. group.Destinations.Select(d => d with { State = state })] }] };
    }

    private Task<int> RunAsync(WebHost host, params string[] arguments) =>
        _terminal.RunAsync([.. arguments, "--url", host.Client.BaseAddress!.ToString()]);
}
