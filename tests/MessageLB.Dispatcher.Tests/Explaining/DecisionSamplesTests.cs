using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Explaining;

public sealed class DecisionSamplesTests
{
    private readonly ManualTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeAsync_NothingDecided_EndsWithNothingWhenTheTimeIsOver()
    {
        var samples = new DecisionSamples(_time);
        var sample = samples.TakeAsync(5, TimeSpan.FromSeconds(2), Token);

        _time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(sample.IsCompleted);
        Assert.True(samples.IsWatched);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Empty((await sample)!);
        Assert.False(samples.IsWatched);
    }

    [Fact]
    public async Task TakeAsync_AskerGoesAway_EndsAtOnce()
    {
        var samples = new DecisionSamples(_time);
        using var gone = new CancellationTokenSource();
        var sample = samples.TakeAsync(5, TimeSpan.FromSeconds(2), gone.Token);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sample);
        Assert.False(samples.IsWatched);
    }

    [Fact]
    public async Task TakeAsync_TooManyAtOnce_IsRefused()
    {
        var samples = new DecisionSamples(_time);
        var running = Enumerable.Range(0, DecisionSamples.MostWatchers).Select(_ => samples.TakeAsync(1, TimeSpan.FromSeconds(1), Token)).ToList();

        Assert.Null(await samples.TakeAsync(1, TimeSpan.FromSeconds(1), Token));

        samples.Offer(Explanations.Of("m-1"));
        Assert.All(await Task.WhenAll(running), taken => Assert.Equal("m-1", Assert.Single(taken!).MessageId));
        Assert.False(samples.IsWatched);
    }

    [Theory]
    [InlineData("nobody", 1, 1, "There is no group 'nobody'.")]
    [InlineData("default", 0, 1, "count")]
    [InlineData("default", 101, 1, "count")]
    [InlineData("default", 1, 0, "limit")]
    [InlineData("default", 1, 61, "limit")]
    public async Task SampleAsync_BadRequest_Throws(string group, int count, int seconds, string text)
    {
        var registry = new DestinationRegistry(MessageLBConfig.Default, new DispatcherIdentity("d1"), _time, NullLogger<DestinationRegistry>.Instance);
        var explanations = new DecisionExplanations(registry, new DebugDecisions(_time));

        var thrown = await Assert.ThrowsAnyAsync<ArgumentException>(() => explanations.SampleAsync(group, count, TimeSpan.FromSeconds(seconds), Token));

        Assert.Contains(text, thrown.Message, StringComparison.Ordinal);
    }
}
