using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Worker;

public sealed class WorkerCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_NoBroker_SaysHowToNameOne()
    {
        var code = await _terminal.RunAsync("worker", "--name", "a");

        Assert.Equal((ExitCodes.Usage, "messagelb: A worker needs a RabbitMQ: name it with --broker or MESSAGELB_BROKER."), (code, _terminal.Error.TrimEnd()));
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData(null)]
    public async Task Run_NameMissingOrInvalid_ExitsWith64(string? name)
    {
        _terminal.Variables["MESSAGELB_BROKER"] = $"amqp://127.0.0.1:{FreePort.Find()}";

        var code = await _terminal.RunAsync(["worker", .. name is null ? (string[])[] : ["--name", name]]);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("Name", _terminal.Error, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Run_ToldToStopWhileTheBrokerIsAway_EndsInOrder()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var code = await _terminal.RunUntilAsync(stop.Token, "worker", "--name", "a", "--broker", $"amqp://127.0.0.1:{FreePort.Find()}", "--log-level", "none");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
    }

    [Fact]
    public async Task Run_RecordFileCannotBeOpened_ExitsWith64()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "no", "such", "folder", "record.jsonl");

        var code = await _terminal.RunAsync("worker", "--name", "a", "--broker", "amqp://127.0.0.1:1", "--record", path);

        Assert.Equal(ExitCodes.Usage, code);
        Assert.StartsWith("messagelb: --record: ", _terminal.Error, StringComparison.Ordinal);
    }
}
