using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class LatencyCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("bench", "messagelb: Required command was not provided.\nTry 'messagelb bench --help'.\n")]
    [InlineData("bench latncy", "messagelb: Unrecognized command or argument 'latncy'. Did you mean 'latency'?\nTry 'messagelb bench --help'.\n")]
    [InlineData("bench latency --load 1", "messagelb: --load: \"1\" is not a number above 0 and below 1, such as 0.7.\nTry 'messagelb bench latency --help'.\n")]
    [InlineData("bench latency --window wide", "messagelb: --window: \"wide\" is not a window: write auto, a number, concurrency or concurrency+1.\nTry 'messagelb bench latency --help'.\n")]
    [InlineData("bench latency", "messagelb: This measures on a RabbitMQ: name one with --broker amqp://host:5672/vhost, or with MESSAGELB_BROKER in the environment.\n")]
    [InlineData("bench latency --broker embedded", "messagelb: This measures on a RabbitMQ: name one with --broker amqp://host:5672/vhost, or with MESSAGELB_BROKER in the environment.\n")]
    public async Task Run_WrongCommandLine_SaysWhatIsWrongAndExitsWith64(string line, string error)
    {
        var code = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal((ExitCodes.Usage, error.ReplaceLineEndings(), string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Fact]
    public async Task Run_UnknownPolicyAmongSeveral_IsNamed()
    {
        var code = await _terminal.RunAsync("bench", "latency", "--policy", "response_time,fastest");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.StartsWith("messagelb: --policy: \"fastest\" is no routing policy; there are ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ValuesThatDoNotGoTogether_AreAllTold()
    {
        var code = await _terminal.RunAsync("bench", "latency", "--broker", "amqp://nowhere", "--work", "exp:10us", "--prefetch", "2,8", "--size", "1", "--duration", "1ms", "--warm-up", "1h");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Equal(
            [
                "messagelb: --work, --load: 1,260,000 messages would arrive per second; more than 20,000 measure the measuring: make messages longer or workers fewer.",
                "messagelb: --prefetch: 2 is below the concurrency (4), so that workers would idle.",
                "messagelb: --duration: 0.001 s is not from 0.1 s to 600 s.",
                "messagelb: --warm-up: 3600 s is more than 600 s.",
                "messagelb: --size: 1 bytes do not hold the number of a message; 33 is the least.",
            ],
            _terminal.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Run_WorkWithoutTime_HasNoLoad()
    {
        var code = await _terminal.RunAsync("bench", "latency", "--broker", "amqp://nowhere", "--work", "none");

        Assert.Equal((ExitCodes.Usage, "messagelb: --work: none has no mean above 0 and up to 60 s, of which load could be a part." + Environment.NewLine), (code, _terminal.Error));
    }
}
