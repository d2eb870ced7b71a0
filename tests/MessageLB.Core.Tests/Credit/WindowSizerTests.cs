using MessageLB.Core.Configuration;
using MessageLB.Core.Credit;
using Xunit;

namespace MessageLB.Core.Tests.Credit;

public sealed class WindowSizerTests
{
    [Theory]
    [InlineData(1, 0.1, 0.005, 2)] // 0.05 + 3 × √0.05 = 0.72 of a completion in a round of the loop: one ahead is enough
    [InlineData(4, 0.010, 0.005, 11)] // 2 + 3 × √2 = 6.2
    [InlineData(4, 0.010, 0.010, 14)] // 4 + 3 × 2
    [InlineData(4, 0.010, 0.0101, 15)] // 10.07: rounded up
    [InlineData(4, 0.0005, 0.050, 464)] // sub-millisecond work gets hundreds
    [InlineData(1, 0.000001, 0.001, 131)] // a service time below 10 µs counts as 10 µs
    public void Size_AutoAtFullLoad_IsConcurrencyPlusTheCompletionsOfOneLoopAndThreeDeviations(int concurrency, double service, double loop, int window) =>
        Assert.Equal(window, Auto(concurrency, service, loop, load: 1));

    [Theory]
    [InlineData(1, 1025)]
    [InlineData(1000, 2024)]
    [InlineData(2000, 4000)]
    public void Size_AutoOfVeryShortMessages_IsNoMoreThanMostAheadOrOnceTheConcurrency(int concurrency, int window) =>
        Assert.Equal(window, Auto(concurrency, service: 0.000001, loop: 1, load: 0));

    [Theory]
    [InlineData(0, 72)] // an eighth of the concurrency more
    [InlineData(0.45, 72)]
    [InlineData(0.71, 68)] // 8 × 0.48
    [InlineData(0.95, 65)]
    [InlineData(1, 65)]
    public void Size_Auto_IsWiderAtLowLoad(double load, int window) =>
        Assert.Equal(window, Auto(concurrency: 64, service: 0.01, loop: 0, load));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(4, 8)]
    [InlineData(10, 20)]
    public void Size_AutoWithoutServiceTime_IsTwiceTheConcurrencyAndFourAheadAtLeast(int concurrency, int window) =>
        Assert.Equal(window, Auto(concurrency, service: 0, loop: 0.01, load: 0));

    [Fact]
    public void Size_AutoWithoutConcurrency_IsTheQueueLevelWindow() =>
        Assert.Equal(64, Auto(concurrency: 0, service: 0, loop: 0.01, load: 0));

    [Theory]
    [InlineData(100_000, 0.01)]
    [InlineData(25_600_000, 0.01)]
    [InlineData(25_600_000, 0)]
    public void Size_AutoBeyondTheLargest_IsTheLargest(int concurrency, double service) =>
        Assert.Equal(WindowConfig.Largest, Auto(concurrency, service, loop: 1, load: 0));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(100_000, 100_000)]
    public void Size_Fixed_IsTheNumberWhateverTheWorker(int configured, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Fixed(configured), Facts(concurrency: 4)));

    [Theory]
    [InlineData(4, 1, 5)]
    [InlineData(4, 0, 4)]
    [InlineData(0, 1, 2)] // an unknown concurrency counts as 1
    [InlineData(100_000, 1, 100_000)]
    public void Size_Concurrency_AddsTheNumber(int concurrency, int extra, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Concurrency(extra), Facts(concurrency)));

    [Theory]
    [InlineData(6, 6)]
    [InlineData(100, 16)]
    [InlineData(0, 16)]
    public void Size_WorkerLimit_OnlyLowers(int workerLimit, int window) =>
        Assert.Equal(window, WindowSizer.Size(WindowConfig.Fixed(16), Facts(concurrency: 4) with { WorkerLimit = workerLimit }));

    private static int Auto(int concurrency, double service, double loop, double load) =>
        WindowSizer.Size(WindowConfig.Auto, new WindowFacts(concurrency, service, loop, load, WorkerLimit: 0));

    private static WindowFacts Facts(int concurrency) => new(concurrency, ServiceSeconds: 0.01, LoopSeconds: 0.1, Load: 0, WorkerLimit: 0);
}
