using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ThroughputCommandTests
{
    private const string Known = "direct, direct-batch, bare-hop, shovel, messagelb, messagelb-frames, messagelb-hold, messagelb-hold-frames";
    private const string Try = "\nTry 'messagelb bench throughput --help'.";

    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("--shapes fast", $"--shapes: \"fast\" is no shape; there are {Known}.{Try}")]
    [InlineData("--shapes direct,", $"--shapes: \"\" is no shape; there are {Known}.{Try}")]
    [InlineData("--baseline fast", $"--baseline: \"fast\" is not measured; there are {Known}. Name one of them, or add it to --shapes.")]
    [InlineData("--shapes direct,messagelb --baseline bare-hop", "--baseline: \"bare-hop\" is not measured; there are direct, messagelb. Name one of them, or add it to --shapes.")]
    [InlineData("--messages 99", $"--messages: \"99\" is not a whole number from 100 to 100,000,000.{Try}")]
    [InlineData("--destinations 0", $"--destinations: \"0\" is not a whole number from 1 to 1,000.{Try}")]
    [InlineData("--size 32", "--size: 32 bytes do not hold the number of a message; 33 is the least.")]
    [InlineData("--rate 30000/s", "--rate: 30,000/s is not from 1/s to 20,000/s; beyond that the measuring would be measured.")]
    [InlineData("--rate 6/min", "--rate: 0.1/s is not from 1/s to 20,000/s; beyond that the measuring would be measured.")]
    [InlineData("--broker amqp://a,b/", "--broker: shapes that connect to different nodes of a cluster cannot be compared; name one host.")]
    [InlineData("--shapes direct,shovel --broker amqp://a/", "--shapes: \"shovel\" needs the plugin rabbitmq_shovel, which is turned on only in a broker that this command starts itself; leave it out, or --broker and MESSAGELB_BROKER.")]
    [InlineData("--broker localhost", "--broker is not the address of a RabbitMQ: write amqp://host:5672/vhost, or amqps:// for TLS, with user:password@ before the host where it needs them.")]
    public async Task Run_WrongOption_SaysWhatIsWrongAndExitsWith64(string options, string error)
    {
        var code = await _terminal.RunAsync(["bench", "throughput", .. options.Split(' ')]);

        Assert.Equal((ExitCodes.Usage, $"messagelb: {error}\n".ReplaceLineEndings(), string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Fact]
    public async Task Run_MessagesLargerThanTheBrokerTakes_AreRefusedBeforeAnythingIsDone()
    {
        var code = await _terminal.RunAsync("bench", "throughput", "--size", "32MiB", "--broker", "amqp://nowhere");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Contains("33554432", _terminal.Error.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_EveryShapeOnSomebodysBroker_LeavesOutTheOneThatNeedsAPlugin()
    {
        await _terminal.RunAsync("bench", "throughput", "--size", "32MiB", "--broker", "amqp://nowhere");

        Assert.StartsWith("messagelb: shovel is left out: it needs the plugin rabbitmq_shovel, which is turned on only in a broker that this command starts itself.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ShapesThatNeedNoPluginOnSomebodysBroker_LeavesNoneOut()
    {
        await _terminal.RunAsync("bench", "throughput", "--shapes", "direct", "--size", "32MiB", "--broker", "amqp://nowhere");

        Assert.DoesNotContain("left out", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Help_NamesEveryShapeAndEndsWithExamples()
    {
        var code = await _terminal.RunAsync("bench", "throughput", "--help");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains(Known, string.Join(' ', _terminal.Out.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("messagelb bench throughput --rate 2000/s --baseline direct", _terminal.Out, StringComparison.Ordinal);
    }
}
