using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class WindowSizerTests
{
    [Theory]
    [InlineData(1, 0.1, 0.005, 2)] // 0.05 of a completion in a round of the loop: one ahead is enough
    [InlineData(4, 0.010, 0.005, 6)]
    [InlineData(4, 0.010, 0.010, 8)]
    [InlineData(4, 0.010, 0.0101, 9)] // 4.04 completions: rounded up
    [InlineData(4, 0.0005, 0.050, 404)] // sub-millisecond work gets hundreds
    [InlineData(1, 0.000001, 0.001, 101)] // a service time below 10 µs counts as 10 µs
    public void Size_Auto_IsConcurrencyPlusTheCompletionsOfOneLoop(int concurrency, double service, double loop, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Auto, concurrency, service, loop, workerLimit: 0));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 8)]
    [InlineData(10, 20)]
    public void Size_AutoWithoutServiceTime_IsTwiceTheConcurrencyAndFourAheadAtLeast(int concurrency, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Auto, concurrency, serviceSeconds: 0, loopSeconds: 0.01, workerLimit: 0));

    [Fact]
    public void Size_AutoWithoutConcurrency_IsTheQueueLevelWindow() =>
        Assert.Equal(64, WindowSizer.Size(WindowConfig.Auto, concurrency: 0, serviceSeconds: 0, loopSeconds: 0.01, workerLimit: 0));

    [Theory]
    [InlineData(100_000, 0.01)]
    [InlineData(25_600_000, 0.01)]
    [InlineData(25_600_000, 0)]
    [InlineData(1000, 0.000001)]
    public void Size_AutoBeyondTheLargest_IsTheLargest(int concurrency, double service) =>
        Assert.Equal(WindowConfig.Largest, WindowSizer.Size(WindowConfig.Auto, concurrency, service, loopSeconds: 1, workerLimit: 0));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(100_000, 100_000)]
    public void Size_Fixed_IsTheNumberWhateverTheWorker(int configured, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Fixed(configured), concurrency: 4, serviceSeconds: 0.01, loopSeconds: 0.1, workerLimit: 0));

    [Theory]
    [InlineData(4, 1, 5)]
    [InlineData(4, 0, 4)]
    [InlineData(0, 1, 2)] // an unknown concurrency counts as 1
    [InlineData(100_000, 1, 100_000)]
    public void Size_Concurrency_AddsTheNumber(int concurrency, int extra, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Concurrency(extra), concurrency, serviceSeconds: 0.01, loopSeconds: 0.1, workerLimit: 0));

    [Theory]
    [InlineData(6, 6)]
    [InlineData(100, 16)]
    [InlineData(0, 16)]
    public void Size_WorkerLimit_OnlyLowers(int workerLimit, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Fixed(16), concurrency: 4, serviceSeconds: 0.01, loopSeconds: 0.1, workerLimit));
}
