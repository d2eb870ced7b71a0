using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Whose connections are closed, and whose never are.</summary>
public sealed class SilentConnectionsTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly DestinationRegistry _registry;
    private Task _closing = Task.CompletedTask;
    private long _sequence;

    public SilentConnectionsTests()
    {
        _registry = new DestinationRegistry(MessageLBConfig.Default with { Groups = [GroupConfig.Default] }, new DispatcherIdentity("test"), _time, NullLogger<DestinationRegistry>.Instance);
        _registry.Clock.Attend(true);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private GroupRuntime Group => _registry.Groups[0];

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _closing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    [Fact]
    public async Task Silent_LostByItsSilence_IsClosedByTheNameOfItsConnections()
    {
        var closer = Start(new FakeCloser());
        Beat("i1");

        Pass(3);

        Assert.Equal(["messagelb-worker default/a/i1"], await closer.Asked.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Silent_LeftOrConnectionDied_IsNotClosed()
    {
        var closer = Start(new FakeCloser());
        Beat("left");
        Beat("dead");
        Beat("silent");
        Group.OnPresenceEnded(new WorkerInstance("default", "a", "left"), PresenceEnd.Left);
        Group.OnPresenceEnded(new WorkerInstance("default", "a", "dead"), PresenceEnd.Lost);

        Pass(3);

        Assert.Equal(["messagelb-worker default/a/silent"], await closer.Asked.TakeAsync(1, Token));
    }

    [Fact]
    public async Task Silent_CallFails_IsTriedFourTimesAndThenLeftAlone()
    {
        var closer = Start(new FakeCloser(failures: 4));
        Beat("i1");
        Pass(3);

        foreach (var (attempt, pause) in ((int, double)[])[(1, 1), (2, 2), (3, 4)])
        {
            await closer.Asked.TakeAsync(attempt, Token);
            await _time.WaitForTimersAsync(1, Token);
            _time.Advance(TimeSpan.FromSeconds(pause));
        }

        await closer.Asked.TakeAsync(4, Token);
        Beat("i2");
        Pass(3);
        Assert.Equal("messagelb-worker default/a/i2", (await closer.Asked.TakeAsync(5, Token))[4]);
    }

    [Fact]
    public async Task Silent_ItsConnectionsNotKnownYet_AreAskedForAgain()
    {
        var closer = Start(new FakeCloser(unknown: 1));
        Beat("i1");
        Pass(3);
        await closer.Asked.TakeAsync(1, Token);
        await _time.WaitForTimersAsync(1, Token);

        _time.Advance(TimeSpan.FromSeconds(1));

        var name = "messagelb-worker default/a/i1";
        Assert.Equal([name, name], await closer.Asked.TakeAsync(2, Token));
        // Closed the second time, so it is the next one's turn.
        Beat("i2");
        Pass(3);
        Assert.Equal("messagelb-worker default/a/i2", (await closer.Asked.TakeAsync(3, Token))[2]);
    }

    [Fact]
    public async Task Silent_IsBackBeforeTheNextAttempt_IsNotClosed()
    {
        var closer = Start(new FakeCloser(failures: 1));
        Beat("i1");
        Pass(3);
        await closer.Asked.TakeAsync(1, Token);
        await _time.WaitForTimersAsync(1, Token);

        Beat("i1");
        _time.Advance(TimeSpan.FromSeconds(1));
        Beat("i2");
        for (var beats = 0; beats < 30; beats++)
        {
            Pass(0.1);
            Beat("i1");
        }

        var asked = await closer.Asked.FirstAsync(name => name.EndsWith("i2", StringComparison.Ordinal), "i2", Token);
        Assert.Equal("messagelb-worker default/a/i1", Assert.Single(closer.Asked.Items.TakeWhile(name => name != asked)));
    }

    private FakeCloser Start(FakeCloser closer)
    {
        var silent = new SilentConnections(_registry, closer, _time, NullLogger.Instance);
        Group.InstanceSilent = silent.Add;
        _closing = silent.RunAsync(_ended.Token);
        return closer;
    }

    private void Beat(string instance) => Group.OnHeartbeat(new Heartbeat
    {
        Group = "default",
        Destination = "a",
        Instance = instance,
        Sequence = ++_sequence,
        Concurrency = 1,
    });

    private void Pass(double seconds)
    {
        for (var passed = 0.0; passed < seconds; passed += 0.1)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Group.Tick(1);
        }
    }
}
