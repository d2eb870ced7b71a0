using System.Globalization;
using System.Text.RegularExpressions;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.InMemory;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker.Docs;

/// <summary>That <c>docs/worker-sdk.md</c> says what the code does.</summary>
public sealed partial class WorkerSdkDocsTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "worker-sdk.md"));

    [Fact]
    public void Code_EveryBlock_IsARegionThatCompiles()
    {
        var source = File.ReadAllText(Path.Combine(Root, "tests", "MessageLB.Dispatcher.Tests", "Worker", "Docs", "WorkerSdkSamples.cs"));
        var regions = Region().Matches(source).Select(m => Unindented(m.Groups[1].Value)).ToArray();

        var blocks = CodeBlock().Matches(Page).Select(m => m.Groups[1].Value.Trim()).ToArray();

        Assert.Equal(regions, blocks);
    }

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

    private static string Unindented(string code)
    {
        var lines = code.Split('\n').Where((line, i) => i > 0 || line.Trim().Length > 0).ToArray();
        var indent = lines.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : l.Trim())).Trim();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MessageLB.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    [GeneratedRegex(@"#region [a-z-]+\r?\n(.*?)#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)` \| ([^|]*?) \| [^|]* \| [^|]* \|$", RegexOptions.Multiline)]
    private static partial Regex OptionRow();
}
