using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.Testing;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Worker;

public sealed class WorkerOptionsTests
{
    [Fact]
    public void Create_Defaults_AreFilledIn()
    {
        var settings = WorkerSettings.From(new WorkerOptions { Group = "orders", Name = "a" });

        Assert.Equal(("orders", "a"), (settings.Worker.Group, settings.Worker.Destination));
        Assert.Equal((1, 32, HandlerResultKind.Retry), (settings.Concurrency, settings.Prefetch, settings.OnException));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(25)), (settings.HeartbeatInterval, settings.DrainTimeout));
    }

    [Fact]
    public void Create_NoInstance_IsNamedAfterMachineProcessAndChance()
    {
        var first = WorkerSettings.From(new WorkerOptions { Group = "orders", Name = "a" }).Worker.Instance;
        var second = WorkerSettings.From(new WorkerOptions { Group = "orders", Name = "a" }).Worker.Instance;

        Assert.True(Names.IsValid(first), first);
        Assert.Matches($"^[A-Za-z0-9_-]+-{Environment.ProcessId}-[a-z0-9]{{4}}$", first);
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData(1, 32)]
    [InlineData(16, 32)]
    [InlineData(17, 34)]
    [InlineData(1000, 2000)]
    public void Create_AutomaticPrefetch_IsTwiceTheConcurrencyWithinLimits(int concurrency, int prefetch)
    {
        var settings = WorkerSettings.From(new WorkerOptions { Group = "orders", Name = "a", Concurrency = concurrency });

        Assert.Equal(prefetch, settings.Prefetch);
    }

    [Fact]
    public void Create_EverythingWrong_ListsEverything()
    {
        var options = new WorkerOptions
        {
            Group = "or.ders",
            Name = "a b",
            Instance = string.Empty,
            Concurrency = 0,
            Prefetch = 2001,
            OnException = HandlerResultKind.Done,
            HandlerTimeout = TimeSpan.Zero,
            DropWindow = -1,
            DropWindowTime = TimeSpan.FromMilliseconds(999),
            HeartbeatInterval = TimeSpan.FromMilliseconds(9),
            DrainTimeout = TimeSpan.FromHours(2),
            Window = -1,
            Weight = 1_000_001,
            Cost = double.NaN,
        };
        options.Labels[string.Empty] = "x";
        options.Labels["zone"] = new string('z', 129);

        var thrown = Assert.Throws<WorkerOptionsException>(() => new WorkerHost(new FakeTransport(), options, new GatedHandler(), TimeProvider.System, new LogRecorder()));

        string[] expected =
        [
            "Group = 'or.ders': must be 1 to 64 ASCII letters, digits, '-' or '_'",
            "Name = 'a b': must be 1 to 64 ASCII letters, digits, '-' or '_'",
            "Instance = '': must be 1 to 64 ASCII letters, digits, '-' or '_'",
            "Concurrency = 0: must be 1 to 1000",
            "Prefetch = 2001: must be 0 (automatic) to 2000",
            "OnException = Done: must be Retry, Drop or Return",
            "HandlerTimeout = 0 ms: must be 10 ms to 1 h",
            "DropWindow = -1: must be 0 to 1000000",
            "DropWindowTime = 999 ms: must be 1000 ms to 1 h",
            "HeartbeatInterval = 9 ms: must be 10 ms to 1 h",
            "DrainTimeout = 7200000 ms: must be 0 ms to 1 h",
            "Window = -1: must be 0 to 1000000",
            "Weight = 1000001: must be 0 to 1000000",
            "Cost = NaN: must be 0 or more, and finite",
            "Labels = '': the name must be 1 to 64 characters",
            "Labels[zone] = 129 characters: the value must be 0 to 128 characters",
        ];
        Assert.Equal(expected, thrown.Errors);
        Assert.Equal($"The worker's options are not valid:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", expected)}", thrown.Message);
    }

    [Fact]
    public void Create_PrefetchBelowConcurrency_SaysWhy()
    {
        var thrown = Assert.Throws<WorkerOptionsException>(() => WorkerSettings.From(new WorkerOptions { Group = "g", Name = "a", Concurrency = 8, Prefetch = 7 }));

        Assert.Equal(["Prefetch = 7: must be 0 (automatic) or at least Concurrency (8), else some handlers never get a message"], thrown.Errors);
    }

    [Fact]
    public void Create_LabelsThatWouldOverflowAHeartbeat_AreRefused()
    {
        var options = new WorkerOptions { Group = "g", Name = "a" };
        for (var i = 0; i < 32; i++) options.Labels[$"l{i}"] = new string('ü', 128);

        var thrown = Assert.Throws<WorkerOptionsException>(() => WorkerSettings.From(options));

        Assert.Equal(["Labels = 24662 bytes as JSON: must be at most 8192, so that a heartbeat stays within its limit"], thrown.Errors);
    }
}
