using System.Text.Json;
using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Simulate;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Small = """
        name: Small
        messages: 2000
        seeds: 2
        objective: 100ms
        destinations: {a: {speed: 2}, b: {}}
        arrivals: {load: 0.7}
        compare: [competing_consumers, response_time]

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagelb-simulate-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Run_Scenario_ShowsTableBarsAndShares()
    {
        var (code, output, error) = await RunAsync(Small);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, error));
        Assert.StartsWith("Small  2 workers, Poisson arrivals at load 0.7, exponential service of 10 ms, 2,000 messages", output, StringComparison.Ordinal);
        foreach (var part in (string[])["p99.9", "p99 ratio", "mean ratio", "within 100 ms", "Share of messages", "to competing_consumers; shorter is better", "half of the 95 % confidence interval over the seeds"]) Assert.Contains(part, output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_SameScenarioTwice_WritesTheSameBytes(bool json)
    {
        string[] options = json ? ["--json"] : [];

        var first = await RunAsync(Small, [.. options, "--html", PathOf("1.html")]);
        var second = await RunAsync(Small, [.. options, "--html", PathOf("2.html")]);

        Assert.Equal(first, second);
        Assert.Equal(await File.ReadAllBytesAsync(PathOf("1.html"), Stop), await File.ReadAllBytesAsync(PathOf("2.html"), Stop));
    }

    [Fact]
    public async Task Run_Json_IsForPrograms()
    {
        var (code, output, error) = await RunAsync(Small, "--json");

        var answer = JsonElement.Parse(output);
        Assert.Equal((ExitCodes.Ok, string.Empty), (code, error));
        Assert.Equal(["scenario", "messages", "seeds", "baseline", "sweep", "points"], answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("Small", 2000, "competing_consumers"), (answer.GetProperty("scenario").GetString(), answer.GetProperty("messages").GetInt32(), answer.GetProperty("baseline").GetString()));
        var cases = answer.GetProperty("points")[0].GetProperty("cases");
        Assert.Equal(
            ["name", "mean_ms", "p50_ms", "p90_ms", "p99_ms", "p999_ms", "p99_ratio", "mean_ratio", "success", "unfinished", "destinations"],
            cases[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("""{"value":1,"half_width":0}""", cases[0].GetProperty("p99_ratio").GetRawText());
        Assert.Equal(["a", "b"], cases[1].GetProperty("destinations").EnumerateArray().Select(d => d.GetProperty("name").GetString()));
        Assert.Equal(1, cases[1].GetProperty("destinations").EnumerateArray().Sum(d => d.GetProperty("share").GetProperty("value").GetDouble()), 5);
    }

    [Fact]
    public async Task Run_Sweep_ShowsEveryValueAndLines()
    {
        var (code, output, _) = await RunAsync(Small + "sweep: {feedback_delay: [0s, 5ms, 10ms]}\n");

        Assert.Equal(ExitCodes.Ok, code);
        foreach (var part in (string[])["feedback delay", "5.00 ms", "10.0 ms", "A  competing_consumers", "B  response_time"]) Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Html_IsWrittenBesideTheTable()
    {
        var (code, output, _) = await RunAsync(Small, "--html", PathOf("report.html"));

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("p99 ratio", output, StringComparison.Ordinal);
        var html = await File.ReadAllTextAsync(PathOf("report.html"), Stop);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Contains("compare: [competing_consumers, response_time]", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HtmlIntoNoFolder_IsRefusedBeforeTheWork()
    {
        var (code, output, error) = await RunAsync(Small, "--html", PathOf("nowhere/report.html"));

        Assert.Equal((ExitCodes.Usage, string.Empty), (code, output));
        Assert.StartsWith("messagelb: --html: there is no folder ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Mistakes_AreToldAllAtOnceWithTheirLines()
    {
        var (code, output, error) = await RunAsync("destinations: {a: {speed: -1}}\narrivals: {load: 2}\ncompare: [respons_time]\n");

        Assert.Equal((ExitCodes.Configuration, string.Empty), (code, output));
        var lines = error.Split('\n');
        Assert.StartsWith("<stdin>:1:27: error: destinations.a.speed: \"-1\" is out of range", lines[0], StringComparison.Ordinal);
        Assert.Equal(["  1 | destinations: {a: {speed: -1}}", "    |                           ^"], lines[1..3]);
        Assert.StartsWith("<stdin>:2:18: error: arrivals.load: ", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("<stdin>:3:11: error: compare[0]: ", lines[6], StringComparison.Ordinal);
        Assert.Equal("messagelb: the scenario has 3 errors; nothing was simulated.", lines[^2]);
    }

    [Fact]
    public async Task Run_Options_TakeThePlaceOfTheFile()
    {
        var (code, output, error) = await RunAsync(Small, "--messages", "1000", "--seeds", "7,9,11", "--load", "0.5", "--policy", "rr,response_time");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal("option --policy: notice: compare: 'rr' means 'round_robin'\n", error);
        Assert.StartsWith("Small  2 workers, Poisson arrivals at load 0.5, exponential service of 10 ms, 1,000 messages × 3 seeds", output, StringComparison.Ordinal);
        foreach (var name in (string[])["competing_consumers", "round_robin", "response_time"]) Assert.Contains(name, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_From_ReplaysTheRecording()
    {
        var lines = Enumerable.Range(1, 1500).Select(i => FormattableString.Invariant($"{{\"t\":{i * 0.01},\"kind\":\"\",\"key\":\"\"}}"));
        await File.WriteAllLinesAsync(PathOf("r.jsonl"), [.. lines, """{"t":20,"service":{"destination":"a","kind":"","count":1,"mean_ms":12.5}}"""], Stop);

        var (code, output, error) = await RunAsync(Small, "--from", PathOf("r.jsonl"));

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, error));
        Assert.StartsWith("Small  2 workers, recorded arrivals, recorded service, 1,500 messages × 2 seeds", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_FromNowhere_IsAnErrorOfTheOption()
    {
        var (code, _, error) = await RunAsync(Small, "--from", PathOf("nowhere.jsonl"));

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.StartsWith("option --from: error: recording: ", error, StringComparison.Ordinal);
        Assert.Contains("cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Interrupted_EndsSoonAndSaysSo()
    {
        using var stop = new CancellationTokenSource();
        var terminal = new TestTerminal();
        terminal.SetInput(Small);
        await stop.CancelAsync();

        var code = await terminal.RunUntilAsync(stop.Token, "simulate", "-");

        Assert.Equal((ExitCodes.Interrupted, string.Empty), (code, terminal.Out));
        Assert.Equal("messagelb: interrupted\n", terminal.Error);
    }

    [Fact]
    public async Task Run_Help_TeachesByExamples()
    {
        var terminal = new TestTerminal();

        var code = await terminal.RunAsync("simulate", "--help");

        Assert.Equal(ExitCodes.Ok, code);
        foreach (var part in (string[])["--from", "--html", "Examples:", "messagelb simulate scenario.yaml --html report.html"]) Assert.Contains(part, terminal.Out, StringComparison.Ordinal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static async Task<(int Code, string Out, string Error)> RunAsync(string scenario, params string[] options)
    {
        var terminal = new TestTerminal();
        terminal.SetInput(scenario);
        var code = await terminal.RunAsync(["simulate", "-", .. options]);
        return (code, terminal.Out, terminal.Error);
    }
}
