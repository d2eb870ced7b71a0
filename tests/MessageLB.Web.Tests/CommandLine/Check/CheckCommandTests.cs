using System.Text.Json;
using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Check;

public sealed class CheckCommandTests
{
    private const string Wrong = """
        broker:
          uri: amqp://user:s3cret@host:99999/
        load_balancer:
          health_monitoring:
            check_interval: 15
            failure_treshold: 2

        """;

    private const string OpenToAll = """
        http:
          listen: 0.0.0.0:8080

        """;

    private readonly TestTerminal _terminal = new();

    [Theory]
    [InlineData("kos-basic.yaml", "0 errors, 0 warnings, ")]
    [InlineData("kos-advanced.yaml", "0 errors, 1 warning, ")]
    public async Task Run_ExamplesOfTheSpecification_AreValid(string file, string counts)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Examples", file);

        var code = await _terminal.RunAsync("check", path);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        Assert.Contains($"{path} is valid ({counts}", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Mistakes_AreToldAllAtOnceWithTheirPlaces()
    {
        _terminal.SetInput(Wrong);

        var code = await _terminal.RunAsync("check", "-");

        Assert.Equal((ExitCodes.Configuration, string.Empty), (code, _terminal.Error));
        Assert.Equal(
            """
            <stdin>:2:8: error: broker.uri: is not a broker address: write amqp://host:5672/vhost, amqps://host:5671/vhost or embedded
            <stdin>:5:21: error: load_balancer.health_monitoring.check_interval: "15" is not a duration: write a number with a unit, such as 15s, 250ms or 1m30s
              5 |     check_interval: 15
                |                     ^
            <stdin>:6:5: error: load_balancer.health_monitoring.failure_treshold: unknown key. Did you mean 'failure_threshold'?
              6 |     failure_treshold: 2
                |     ^
            <stdin> is not valid (3 errors, 0 warnings, 0 notices)

            """.ReplaceLineEndings(),
            _terminal.Out);
    }

    [Fact]
    public async Task Run_MistakesWithJson_AreToldForPrograms()
    {
        _terminal.SetInput(Wrong);

        var code = await _terminal.RunAsync("check", "-", "--json");

        var answer = JsonElement.Parse(_terminal.Out);
        Assert.Equal(ExitCodes.Configuration, code);
        Assert.False(answer.GetProperty("valid").GetBoolean());
        Assert.Equal(3, answer.GetProperty("errors").GetArrayLength());
        Assert.Equal(
            """{"path":"load_balancer.health_monitoring.failure_treshold","source":"file","name":"<stdin>","line":6,"column":5,"text":"unknown key","suggestion":"failure_threshold"}""",
            answer.GetProperty("errors")[2].GetRawText());
        Assert.Equal(["valid", "errors", "warnings", "notices", "consequences"], answer.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData(false, ExitCodes.Ok)]
    [InlineData(true, ExitCodes.Configuration)]
    public async Task Run_Warning_CountsAsAnErrorOnlyWhenAskedFor(bool deny, int expected)
    {
        _terminal.SetInput(OpenToAll);

        var code = await _terminal.RunAsync(["check", "-", .. deny ? (string[])["--deny-warnings"] : []]);

        Assert.Equal(expected, code);
        Assert.Contains("<stdin>:2:11: warning: http.listen: ", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FileDoesNotExist_IsAnErrorOfTheConfiguration()
    {
        var code = await _terminal.RunAsync("check", "nowhere.yaml");

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.StartsWith("nowhere.yaml: error: does not exist", _terminal.Out, StringComparison.Ordinal);
    }
}
