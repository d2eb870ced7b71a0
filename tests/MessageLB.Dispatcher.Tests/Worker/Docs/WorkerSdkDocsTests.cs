using MessageLB.Dispatcher.Tests.Docs;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Docs;

/// <summary>That <c>docs/worker-sdk.md</c> says what the code does.</summary>
public sealed partial class WorkerSdkDocsTests
{
    private static readonly string Page = PageCode.Read("docs", "worker-sdk.md");

    [Fact]
    public void Code_EveryBlock_IsARegionThatCompiles() => Assert.Equal(
        PageCode.Regions(PageCode.Read("tests", "MessageLB.Dispatcher.Tests", "Worker", "Docs", "WorkerSdkSamples.cs")),
        PageCode.Blocks(Page));

    [Fact]
    public void Options_EveryRow_IsAnOptionWithItsDefault()
    {
        var defaults = new WorkerOptions();
        var expected = typeof(WorkerOptions).GetProperties()
            .Where(p => p.Name is not (nameof(WorkerOptions.Group) or nameof(WorkerOptions.Name) or nameof(WorkerOptions.Instance) or nameof(WorkerOptions.Labels)))
            .Select(p => (p.Name, Text(p.GetValue(defaults))))
            .Order();

        var rows = OptionRow().Matches(Page).Select(m => (Name: m.Groups[1].Value, m.Groups[2].Value)).ToArray();

        Assert.Equal(typeof(WorkerOptions).GetProperties().Select(p => p.Name).Order(), rows.Select(r => r.Name).Order());
        Assert.Equal(expected, rows.Where(r => r.Name is not ("Group" or "Name" or "Instance" or "Labels")).Order());
    }

    [Fact]
    public async Task Samples_Run()
    {
        using var host = WorkerSdkSamples.Hosted([], new InMemoryTransport());
        Assert.Equal(["orders/a", "images/a"], host.Services.GetServices<WorkerHost>().Select(w => $"{w.Worker.Group}/{w.Worker.Destination}"));

        await WorkerSdkSamples.WithoutAHostAsync(new LogRecorder(), new CancellationToken(canceled: true));
        await WorkerSdkSamples.TestAHandlerAsync();
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        TimeSpan time => $"{time.TotalSeconds} s",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)` \| ([^|]*?) \| [^|]* \| [^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
