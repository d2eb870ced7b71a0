using MessageLB.CommandLine.Commands.Dev;
using MessageLB.InMemory;
using MessageLB.Worker.Sample;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Dev;

public sealed class DevRunTests
{
    private readonly InMemoryTransport _transport = new();

    [Fact]
    public async Task Run_EverySessionLostInTheMiddle_LosesNothingAndRepeatsWhatWasUnderWay()
    {
        var screen = new Screen(after: 500, () => _transport.EndAllSessions("cut by the test"));

        var result = await RunAsync(Options(messages: 3000), screen, CancellationToken.None);

        Assert.Null(result.Complaint);
        Assert.Equal((3000, 3000, 0), (result.Summary.Published, result.Summary.Completed, result.Summary.Lost));
        Assert.True(screen.Happened);
        Assert.Contains("cut by the test", string.Join('\n', screen.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_CompletesWhatWasSentAndNoMore()
    {
        using var stop = new CancellationTokenSource();
        var screen = new Screen(after: 100, stop.Cancel);

        var result = await RunAsync(Options(messages: 1_000_000), screen, stop.Token);

        Assert.Null(result.Complaint);
        Assert.InRange(result.Summary.Completed, 100, 999_999);
        Assert.Equal((result.Summary.Published, 0), (result.Summary.Completed, result.Summary.Lost));
    }

    [Fact]
    public async Task Run_BrokerGoneForGood_GivesUpAndSaysWhatIsMissing()
    {
        var screen = new Screen(after: 100, () =>
        {
            _transport.Unavailable = true;
            _transport.EndAllSessions("cut by the test");
        });

        var result = await RunAsync(Options(messages: 1_000_000) with { Timeout = TimeSpan.FromSeconds(1) }, screen, CancellationToken.None);

        Assert.StartsWith("nothing moved for 1 s", result.Complaint, StringComparison.Ordinal);
        Assert.True(result.Summary.Completed < 1_000_000);
    }

    [Fact]
    public async Task Run_BrokerNotThere_EndsWithItsWords()
    {
        _transport.Unavailable = true;

        await Assert.ThrowsAsync<BrokerUnavailableException>(() =>
            RunAsync(Options(messages: 1) with { Timeout = TimeSpan.Zero }, new Screen(0, () => { }), CancellationToken.None));
    }

    private Task<DevResult> RunAsync(DevOptions options, Screen screen, CancellationToken stop) =>
        new DevRun(options, _transport, screen, TimeProvider.System).RunAsync(stop);

    private static DevOptions Options(long messages) => new()
    {
        Workers = DevCrew.Create(2, null, null),
        Concurrency = 4,
        Work = WorkDistribution.Parse("const:1ms"),
        Rate = 0,
        Messages = messages,
        Duration = null,
        Policy = "least_connections",
        Size = 16,
        Broker = null,
        Timeout = DevOptions.DefaultTimeout,
        Seed = 1,
        Json = true,
    };

    /// <summary>Does something once, as soon as a picture shows that so many messages are completed.</summary>
    private sealed class Screen(long after, Action happen) : IDevScreen
    {
        private readonly List<string> _notes = [];

        public bool Happened { get; private set; }

        public IReadOnlyList<string> Notes
        {
            get
            {
                lock (_notes) return [.. _notes];
            }
        }

        public TimeSpan Interval => TimeSpan.FromMilliseconds(1);

        public Task<T> ShowAsync<T>(Func<Action<DevPicture>, Task<T>> run) => run(picture =>
        {
            if (Happened || picture.Books.Completed < after) return;
            Happened = true;
            happen();
        });

        public bool TryNote(string note)
        {
            lock (_notes) _notes.Add(note);
            return true;
        }
    }
}
