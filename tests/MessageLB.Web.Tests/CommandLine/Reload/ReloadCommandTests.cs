using MessageLB.CommandLine;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Reload;

public sealed class ReloadCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_SomethingChanged_TellsWhat()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.Report = new ReloadReport { Added = ["mails", "more"], Removed = ["old"], Warnings = ["m.yaml:1:1: a: odd"] };
        host.Reconfiguration.Status = host.Reconfiguration.Status with { NeedRestart = ["http.listen"] };

        var code = await RunAsync(host);

        Assert.Equal((ExitCodes.Ok, "Configuration version 2 is in force: added mails, more; removed old."), (code, _terminal.Out.TrimEnd()));
        Assert.Equal(["warning: m.yaml:1:1: a: odd", "warning: http.listen: changed, and takes effect at the next start only"], _terminal.Error.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task Run_NothingChanged_SaysSo()
    {
        await using var host = await WebHost.StartAsync();

        var code = await RunAsync(host);

        Assert.Equal((ExitCodes.Ok, "Nothing changed; configuration version 2 stays in force."), (code, _terminal.Out.TrimEnd()));
    }

    [Fact]
    public async Task Run_BadConfiguration_ExitsWith78AndSaysEveryError()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.Report = new ReloadReport { Errors = ["m.yaml:1:1: a: one", "m.yaml:2:1: b: two"] };

        var code = await RunAsync(host);

        Assert.Equal((ExitCodes.Configuration, "messagelb: The former configuration stays in force. m.yaml:1:1: a: one\nm.yaml:2:1: b: two"), (code, _terminal.Error.TrimEnd()));
    }

    [Fact]
    public async Task Run_NothingToReadAgain_IsUnavailable()
    {
        await using var host = await WebHost.StartAsync();
        host.Reconfiguration.CanReload = false;

        Assert.Equal(ExitCodes.Unavailable, await RunAsync(host));
    }

    private Task<int> RunAsync(WebHost host) => _terminal.RunAsync("reload", "--url", host.Client.BaseAddress!.ToString());
}
