using System.Text.Json;
using MessageLB.CommandLine;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Dev;

public sealed class DevCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_EmbeddedWithJson_CompletesEveryMessageOnceAndWritesOnlyTheSummary()
    {
        var code = await _terminal.RunAsync("dev", "--messages", "2000", "--rate", "max", "--work", "none", "--json");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var summary = JsonElement.Parse(_terminal.Out);
        Assert.Equal(
            ["published", "completed", "lost", "duplicates", "elapsed_s", "rate", "latency_ms", "destinations"],
            summary.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (2000, 2000, 0, 0),
            (Number(summary, "published"), Number(summary, "completed"), Number(summary, "lost"), Number(summary, "duplicates")));
        var destinations = summary.GetProperty("destinations").EnumerateArray().ToList();
        Assert.Equal(["a", "b", "c", "d"], destinations.Select(d => d.GetProperty("name").GetString()));
        Assert.Equal(2000, destinations.Sum(d => Number(d, "completed")));
        Assert.Equal(1, destinations.Sum(d => d.GetProperty("share").GetDouble()), 3);
        Assert.Equal(["name", "completed", "share", "p99_ms"], destinations[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal(["p50", "p99"], summary.GetProperty("latency_ms").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Run_DurationOnly_EndsWithTheTimeAndLosesNothing()
    {
        var code = await _terminal.RunAsync("dev", "--duration", "300ms", "--rate", "1000/s", "--work", "none", "--json");

        var summary = JsonElement.Parse(_terminal.Out);
        Assert.Equal(ExitCodes.Ok, code);
        Assert.InRange(Number(summary, "published"), 1, 400);
        Assert.Equal(Number(summary, "published"), Number(summary, "completed"));
    }

    [Fact]
    public async Task Run_ForPeople_WritesATableToOut()
    {
        var code = await _terminal.RunAsync("dev", "--messages", "100", "--rate", "max", "--work", "none", "--workers", "2");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        Assert.Contains("100 of 100 completed, none lost, 0 duplicates", _terminal.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _terminal.Out);
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
