using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Tests.EndToEnd;
using MessageLB.Testing;
using MessageLB.Worker;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Learning;

/// <summary>A dispatcher that stops and starts again with what it learned.</summary>
public sealed class LearningTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("messagelb-learning");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StatePath => Path.Combine(_folder.FullName, "state.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Dispatcher_StartedAgain_StartsWithTheWeightsThatItLearned()
    {
        File.WriteAllText(StatePath, $$"""{"messagelb_state":1,"saved_at":"{{DateTimeOffset.UtcNow:O}}","groups":[{"name":"default","destinations":[{"name":"a","weight":100,"factor":0.25,"service_ms":40}]},{"name":"other","destinations":[]}]}""");

        await using (var host = await StartAsync())
        {
            await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d is { Name: "a", State: "ready", Weight: > 24.9 and < 26 })), "it starts with a quarter", Token);
            Assert.True(Assert.Single(host.Status.ReadAdjustments()[0].Weights).IsLearned);
        }

        // Nothing was measured, so it is what was learned that is kept, with the weight of its age.
        Assert.Contains("\"factor\": 0.25", await File.ReadAllTextAsync(StatePath, Token), StringComparison.Ordinal);
        Assert.DoesNotContain("other", await File.ReadAllTextAsync(StatePath, Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("""{"messagelb_state":1,"saved_at":"2020-01-01T00:00:00Z","groups":[{"name":"default","destinations":[{"name":"a","weight":100,"factor":0.25,"service_ms":40}]}]}""")]
    [InlineData("""{"messagelb_state":1,"saved_at":"2999-01-01T00:00:00Z","groups":[{"name":"other","destinations":[{"name":"a","weight":100,"factor":0.25,"service_ms":40}]}]}""")]
    public async Task Dispatcher_DamagedOldOrOthersFile_StartsAsConfigured(string text)
    {
        File.WriteAllText(StatePath, text);

        await using var host = await StartAsync();
        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d is { Name: "a", State: "ready" })), "it is there", Token);

        Assert.Equal(100, host.Destination("a").Weight);
    }

    [Fact]
    public async Task Dispatcher_FileCannotBeWritten_RunsAllTheSame()
    {
        await using var host = await StartAsync(Path.Combine(_folder.FullName, "nowhere", "state.json"));

        await Eventually.TrueAsync(() => ValueTask.FromResult(host.Status.Read().Groups[0].Destinations.Any(d => d is { Name: "a", State: "ready" })), "it is there", Token);
    }

    private Task<EmbeddedHost> StartAsync(string? path = null) => EmbeddedHost.StartAsync(
        MessageLBConfig.Default with
        {
            StateFile = path ?? StatePath,
            Groups = [GroupConfig.Default with { Algorithm = "weighted_round_robin", DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true, Learning = true } }],
        },
        static services => services.AddMessageLBWorker("default", "a", _ => new SampleHandler(new SampleHandlerOptions(), TimeProvider.System)));
}
