using MessageLB.CommandLine;
using MessageLB.CommandLine.Commands;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Help;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine;

public sealed class CommandLineAppTests
{
    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("stauts", "messagelb: Unrecognized command or argument 'stauts'. Did you mean 'status'?\nTry 'messagelb --help'.\n")]
    [InlineData("status --watsh", "messagelb: Unrecognized command or argument '--watsh'. Did you mean '--watch'?\nTry 'messagelb status --help'.\n")]
    [InlineData("status --interval 5", "messagelb: --interval: \"5\" is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s.\nTry 'messagelb status --help'.\n")]
    [InlineData("dev --rate fast", "messagelb: --rate: \"fast\" is not a rate: write a number and a time, such as 1000/s, 60/min or 2k/s.\nTry 'messagelb dev --help'.\n")]
    [InlineData("dev --workers 0", "messagelb: --workers: \"0\" is not a whole number from 1 to 200.\nTry 'messagelb dev --help'.\n")]
    [InlineData("dev --speeds 2,1,fast", "messagelb: --speeds: \"fast\" is not a number above zero, such as 2 or 0.5.\nTry 'messagelb dev --help'.\n")]
    [InlineData("dev --work exp", "messagelb: --work: 'exp' is no kind of work: 'exp' needs a time. Write none, const:5ms, exp:5ms, uniform:1ms-5ms, bimodal:5ms-105ms,5% or lognormal:5ms,1.5.\nTry 'messagelb dev --help'.\n")]
    [InlineData("dev --workers 3 --speeds 1,2", "messagelb: --speeds has 2 values for 3 workers; give one for each, or leave out --workers.\n")]
    [InlineData("dev --broker localhost:5672", "messagelb: --broker is not the address of a RabbitMQ: write amqp://host:5672/vhost, or amqps:// for TLS, with user:password@ before the host where it needs them.\n")]
    [InlineData("status --url ftp://h", "messagelb: \"ftp://h\" is not an HTTP address: write one such as http://127.0.0.1:8080.\n")]
    public async Task Run_WrongCommandLine_SaysWhatIsWrongAndExitsWith64(string line, string error)
    {
        var code = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal((ExitCodes.Usage, error.ReplaceLineEndings(), string.Empty), (code, _terminal.Error, _terminal.Out));
    }

    [Theory]
    [InlineData("dev --broker amqp://user:s3cret@ho:st:1/x")]
    [InlineData("dev amqp://user:s3cret@host")]
    [InlineData("status --url ftp://user:s3cret@host")]
    public async Task Run_AddressWithPassword_NeverShowsIt(string line)
    {
        var code = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal(ExitCodes.Usage, code);
        Assert.DoesNotContain("s3cret", _terminal.Error + _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Version_WritesNameAndVersion()
    {
        var code = await _terminal.RunAsync("--version");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Matches(@"^messagelb \d+\.\d+\.\d+\S*\s*$", _terminal.Out);
    }

    [Fact]
    public async Task Run_Nothing_ShowsHelpWhereNoDataGoes()
    {
        var code = await _terminal.RunAsync();

        Assert.Equal((ExitCodes.Usage, string.Empty), (code, _terminal.Out));
        Assert.Contains("Commands:", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HelpOfEveryCommand_EndsWithExamplesThatParse()
    {
        var root = new MessageLBRootCommand(_terminal.Create(), ThroughputShapes.BuiltIn);
        foreach (var command in root.Subcommands)
        {
            var terminal = new TestTerminal();

            var code = await terminal.RunAsync(command.Name, "--help");

            Assert.Equal(ExitCodes.Ok, code);
            var examples = Assert.IsType<IHasExamples>(command, exactMatch: false).Examples;
            Assert.NotEmpty(examples);
            Assert.EndsWith($"  {examples[^1].Line}\n\n", terminal.Out.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.All(examples.SelectMany(Commands), line => Assert.Empty(root.Parse(line).Errors));
        }
    }

    /// <summary>The command lines of an example that are ours; shell around them is left out.</summary>
    private static IEnumerable<string> Commands(Example example) =>
        example.Line.Split(["&&", "|"], StringSplitOptions.TrimEntries).Where(c => c.StartsWith("messagelb ", StringComparison.Ordinal)).Select(c => c["messagelb ".Length..]);
}
