using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class SessionSupervisorTests : IAsyncDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly InMemoryTransport _transport = new();
    private readonly Recorder<SessionFault> _faults = new("faults");
    private readonly Recorder<ITransportSession> _sessions = new("sessions");
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.OrFailAsync("the supervisor to stop", CancellationToken.None);
        _stopping.Dispose();
    }

    [Fact]
    public async Task Run_BrokerUnavailable_DelaysDoubleUpToTheLongest()
    {
        _transport.Unavailable = true;
        Start(WaitAsync);

        for (var i = 1; i <= 7; i++)
        {
            await _faults.TakeAsync(i, Token);
            await _time.WaitForArmingsAsync(i, Token);
            _time.Advance(_faults.Items[^1].RetryAfter);
        }

        await _faults.TakeAsync(8, Token);
        Assert.All(_faults.Items, f => Assert.IsType<BrokerUnavailableException>(f.Reason));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], _faults.Items.Select(f => f.Failures));
        int[] nominal = [100, 200, 400, 800, 1000, 1000, 1000, 1000];
        Assert.All(_faults.Items.Zip(nominal), pair => Assert.InRange(pair.First.RetryAfter.TotalMilliseconds, pair.Second * 0.75, pair.Second));
        Assert.Equal(8, _faults.Items.Select(f => f.RetryAfter).Distinct().Count());
    }

    [Fact]
    public async Task Run_DelayNotOver_DoesNotTryAgain()
    {
        _transport.Unavailable = true;
        Start(WaitAsync);
        await _faults.TakeAsync(1, Token);
        await _time.WaitForTimersAsync(1, Token);
        _transport.Unavailable = false;

        // Delays are cut to whole milliseconds.
        var delay = _time.NextDue!.Value;
        _time.Advance(delay - TimeSpan.FromTicks(1));
        var before = (_sessions.Count, _time.Timers);
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal((0, 1), before);
        Assert.InRange(_faults.Items[0].RetryAfter - delay, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        await _sessions.TakeAsync(1, Token);
    }

    [Fact]
    public async Task Run_SessionLost_OpensTheNextAndTellsWhy()
    {
        Start(WaitAsync);
        var first = (await _sessions.TakeAsync(1, Token))[0];

        _transport.EndAllSessions("connection reset");

        await AdvancePastDelayAsync(1);
        var second = (await _sessions.TakeAsync(2, Token))[1];
        Assert.NotSame(first, second);
        Assert.False(second.Ended.IsCancellationRequested);
        var fault = Assert.Single(_faults.Items);
        Assert.Equal(("connection reset", 1), (Assert.IsType<SessionEndedException>(fault.Reason).Message, fault.Failures));
    }

    [Fact]
    public async Task Run_SessionLivedForAWhile_StartsAnew()
    {
        Start(WaitAsync);
        await FailAsync(count: 3);

        await _sessions.TakeAsync(4, Token);
        _time.Advance(TimeSpan.FromSeconds(11));
        _transport.EndAllSessions("after a while");
        await _faults.TakeAsync(4, Token);

        Assert.Equal([1, 2, 3, 0], _faults.Items.Select(f => f.Failures));
        Assert.InRange(_faults.Items[3].RetryAfter.TotalMilliseconds, 75, 100);
    }

    [Fact]
    public async Task Run_OpeningTakesLongAndFails_IsAFailureLikeAnyOther()
    {
        var scripted = new ScriptedTransport(_transport) { BeforeOpen = () => throw Slowly(TimeSpan.FromSeconds(30)) };
        Start(WaitAsync, scripted);

        for (var i = 1; i <= 3; i++) await AdvancePastDelayAsync(i);
        await _faults.TakeAsync(4, Token);

        Assert.Equal([1, 2, 3, 4], _faults.Items.Take(4).Select(f => f.Failures));

        Exception Slowly(TimeSpan time)
        {
            _time.Advance(time);
            return new BrokerUnavailableException("timed out");
        }
    }

    [Fact]
    public async Task Run_WorkFails_DisposesTheSessionAndTriesAgain()
    {
        Start((_, _) => throw new TopologyMismatchException("queue", "other arguments"));

        await _faults.TakeAsync(1, Token);

        Assert.IsType<TopologyMismatchException>(_faults.Items[0].Reason);
        Assert.True(_sessions.Items[0].Ended.IsCancellationRequested);
        await AdvancePastDelayAsync(1);
        await _sessions.TakeAsync(2, Token);
    }

    [Fact]
    public async Task Run_WorkReturnsEarly_KeepsTheSession()
    {
        Start((_, _) => Task.CompletedTask);
        await _sessions.TakeAsync(1, Token);

        _transport.EndAllSessions("later");

        await _faults.TakeAsync(1, Token);
        Assert.Equal("later", _faults.Items[0].Reason.Message);
        Assert.Single(_sessions.Items);
    }

    [Fact]
    public async Task Run_WorkFailsBecauseTheSessionEnded_TellsTheSessionsReason()
    {
        Start(async (session, ended) =>
        {
            await WaitAsync(session, ended);
            await session.Topology.InspectAsync("queue", CancellationToken.None);
        });
        await _sessions.TakeAsync(1, Token);

        _transport.EndAllSessions("killed");

        await _faults.TakeAsync(1, Token);
        Assert.Equal("killed", _faults.Items[0].Reason.Message);
    }

    [Fact]
    public async Task Run_Stopped_WaitsForTheWorkAndDisposesTheSession()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start(async (session, ended) =>
        {
            await WaitAsync(session, ended);
            await drained.Task;
        });
        var session = (await _sessions.TakeAsync(1, Token))[0];

        await _stopping.CancelAsync();
        var whileDraining = (_running.IsCompleted, session.Ended.IsCancellationRequested);
        drained.SetResult();
        await _running.OrFailAsync("the supervisor to stop", Token);

        Assert.Equal((false, false), whileDraining);
        Assert.True(session.Ended.IsCancellationRequested);
        Assert.Empty(_faults.Items);
    }

    [Fact]
    public async Task Run_StoppedDuringADelay_ReturnsAtOnce()
    {
        _transport.Unavailable = true;
        Start(WaitAsync);
        await _faults.TakeAsync(1, Token);
        await _time.WaitForTimersAsync(1, Token);

        await _stopping.CancelAsync();

        await _running.OrFailAsync("the supervisor to stop", Token);
        Assert.Equal((1, 0), (_faults.Count, _time.Timers));
    }

    [Fact]
    public async Task Run_StoppedBefore_OpensNothing()
    {
        await _stopping.CancelAsync();

        Start(WaitAsync);

        await _running.OrFailAsync("the supervisor to stop", Token);
        Assert.Empty(_sessions.Items);
    }

    private static Task WaitAsync(ITransportSession session, CancellationToken ended) =>
        Task.Delay(Timeout.Infinite, ended).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void Start(Func<ITransportSession, CancellationToken, Task> work, ITransport? transport = null)
    {
        var supervisor = new SessionSupervisor(transport ?? _transport, new SessionOptions { ClientName = "supervised" }, _time, _faults.Add);
        _running = supervisor.RunAsync(
            (session, ended) =>
            {
                _sessions.Add(session);
                return work(session, ended);
            },
            _stopping.Token);
    }

    private async Task FailAsync(int count)
    {
        for (var i = 1; i <= count; i++)
        {
            await _sessions.TakeAsync(i, Token);
            _transport.EndAllSessions("again");
            await AdvancePastDelayAsync(i);
        }
    }

    /// <summary>Waits until the supervisor waits after its n-th fault, and lets that delay pass.</summary>
    private async Task AdvancePastDelayAsync(int fault)
    {
        await _faults.TakeAsync(fault, Token);
        await _time.WaitForArmingsAsync(fault, Token);
        _time.Advance(_faults.Items[fault - 1].RetryAfter);
    }

    private sealed class ScriptedTransport(ITransport inner) : ITransport
    {
        public required Action BeforeOpen { get; init; }

        public string Name => inner.Name;

        public string Address => inner.Address;

        public int MaxMessageSize => inner.MaxMessageSize;

        public async ValueTask<ITransportSession> OpenAsync(SessionOptions options, CancellationToken cancellationToken)
        {
            BeforeOpen();
            return await inner.OpenAsync(options, cancellationToken);
        }
    }
}
