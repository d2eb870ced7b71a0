using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class ScaleCommandTests
{
    private const string Try = "\nTry 'messagelb bench scale --help'.";

    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("--destinations 0", $"--destinations: \"0\" is not a whole number from 1 to 100,000.{Try}")]
    [InlineData("--waiting -1", $"--waiting: \"-1\" is not a whole number from 0 to 100,000,000.{Try}")]
    [InlineData("--interval 5ms", "--interval: 5ms is not from 10ms to 1h.")]
    [InlineData("--duration 500ms", "--duration: 500ms is not from 1s to 1d.")]
    [InlineData("--destinations 10 --groups 11", "--groups: 11 groups need as many destinations; there are 10.")]
    [InlineData("--destinations 10001", "--destinations: 10001 in one group are more than it may have (10000); take more --groups.")]
    [InlineData("--broker localhost", "--broker is not the address of a RabbitMQ: write amqp://host:5672/vhost, or amqps:// for TLS, with user:password@ before the host where it needs them.")]
    public async Task Run_WrongOption_SaysWhatIsWrongAndExitsWith64(string options, string error)
    {
        var code = await _terminal.RunAsync(["bench", "scale", .. options.Split(' ')]);

        Assert.Equal((ExitCodes.Usage, $"messagelb: {error}\n".ReplaceLineEndings(), string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Fact]
    public async Task Run_Help_EndsWithExamples()
    {
        var code = await _terminal.RunAsync("bench", "scale", "--help");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("messagelb bench scale --destinations 10 --waiting 1000000", _terminal.Out, StringComparison.Ordinal);
    }
}
