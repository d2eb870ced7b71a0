using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Probes;

/// <summary>The loop that probes a group's destinations.</summary>
public sealed class GroupProbesTests
{
    private static readonly ProbeConfig Config = new() { Kind = ProbeKind.Tcp, Address = "{destination}:1" };

    private readonly ProbeRig _rig = new(Config);
    private readonly FakeProber _prober = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Failures_TakeTheDestinationOutAndSuccessesBringItBack()
    {
        _rig.Join("a", "b");
        _prober.Probe = (name, _) => Task.FromResult(name == "a" ? ProbeOutcome.Failed("fake:a: no") : ProbeOutcome.Passed);
        await using var running = Running.Start(this);

        await _rig.PassUntilAsync(() => _rig.View("a").Condition == DestinationCondition.Failed, "a has failed");
        Assert.Equal(DestinationCondition.Ready, _rig.View("b").Condition);
        Assert.Equal("Destination orders/a does not pass: its probe fake:a: no, 3 times in a row", Assert.Single(_rig.Logs.Of(2021)).Text);

        _prober.Probe = (_, _) => Task.FromResult(ProbeOutcome.Passed);
        await _rig.PassUntilAsync(() => _rig.View("a").Condition == DestinationCondition.Ready, "a is ready");
        Assert.Equal("Destination orders/a passes again: 2 probes in a row were answered", Assert.Single(_rig.Logs.Of(2022)).Text);
        Assert.InRange(_rig.View("a").Ramp, 0.1, 0.2);
    }

    [Fact]
    public async Task Run_NoAnswer_IsAFailureAfterTheTimeout()
    {
        _rig.Join("a");
        _prober.Probe = async (_, limit) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Time, limit);
            return ProbeOutcome.Passed;
        };
        await using var running = Running.Start(this);

        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Failed == 1, "a probe has failed");

        Assert.Equal("fake:a: no answer within 1 s", _rig.View("a").Probe!.Reason);
        Assert.True(_rig.View("a").Probe!.LastTook >= TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Run_BrokerAwayMeanwhile_FailsNobody()
    {
        _rig.Join("a");
        _prober.Probe = async (_, limit) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Time, limit);
            return ProbeOutcome.Passed;
        };
        await using var running = Running.Start(this);
        await _rig.PassUntilAsync(() => _prober.Probed.Count == 1, "a probe is under way");

        _rig.Registry.Clock.Attend(false);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(500));
        _rig.Registry.Clock.Attend(true);
        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Uncounted == 1, "the probe has ended");

        Assert.Equal(("the dispatcher was late, or without a broker", 0L), (_rig.View("a").Probe!.Reason, _rig.View("a").Probe!.Failed));
    }

    [Fact]
    public async Task Run_WhatProberThrows_IsSaidAndEndsNothing()
    {
        _rig.Join("a");
        var thrown = new Queue<Exception>(
        [
            new HttpRequestException("x", new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused)),
            new InvalidOperationException("odd\nthing"),
            new HttpRequestException("x", new ProbeRefusedException("not there")),
        ]);
        _prober.Probe = (_, _) => thrown.TryDequeue(out var e) ? throw e : Task.FromResult(ProbeOutcome.Passed);
        var said = new List<string?>();
        await using var running = Running.Start(this);

        for (var probe = 1; probe <= 3; probe++)
        {
            await _rig.PassUntilAsync(() => _rig.View("a").Probe is { } view && view.Failed + view.Refused == probe, $"probe {probe} has ended");
            said.Add(_rig.View("a").Probe!.Reason);
        }

        Assert.Equal(["fake:a: connection refused", "fake:a: odd?thing", "not there"], said);
        Assert.Equal("The probe of orders/a is not made, and the destination stays as it is: not there", Assert.Single(_rig.Logs.Of(2023)).Text);
        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Passed == 1, "it goes on");
    }

    [Fact]
    public async Task Run_ManyDestinations_ProbesNoMoreThanMayRunAtOnce()
    {
        _rig.Join([.. Enumerable.Range(0, GroupProbes.MostAtOnce + 4).Select(i => $"d{i}")]);
        var gate = new TaskCompletionSource<ProbeOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        // Deaf to its time limit: on a slow machine time passes that far before the last of them has begun, and would make room.
        _prober.Probe = (_, _) => gate.Task;
        await using var running = Running.Start(this);

        await _rig.PassUntilAsync(() => _prober.Probed.Count >= GroupProbes.MostAtOnce, "as many run as may");
        _rig.PassStep();
        Assert.Equal(GroupProbes.MostAtOnce, _prober.Probed.Count);

        gate.SetResult(ProbeOutcome.Passed);
        await _rig.PassUntilAsync(() => _prober.Probed.Count >= GroupProbes.MostAtOnce + 4, "the others have their turn");
        Assert.Equal(GroupProbes.MostAtOnce + 4, _prober.Probed.Items.Take(GroupProbes.MostAtOnce + 4).Distinct().Count());
    }

    [Fact]
    public async Task Run_SessionEnds_EndsEveryProbeAndBlamesNobody()
    {
        _rig.Join("a");
        _prober.Probe = async (_, limit) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _rig.Time, limit);
            return ProbeOutcome.Passed;
        };
        await using (Running.Start(this)) await _rig.PassUntilAsync(() => _prober.Probed.Count == 1, "a probe is under way");

        Assert.Equal(("the session ended", 1L, 0L), (_rig.View("a").Probe!.Reason, _rig.View("a").Probe!.Uncounted, _rig.View("a").Probe!.Failed));
        Assert.True(_prober.IsDisposed);
        // The next session finds it due again, not for ever under way.
        await using var next = Running.Start(this);
        await _rig.PassUntilAsync(() => _prober.Probed.Count == 2, "the next session probes it");
    }

    private sealed class Running(CancellationTokenSource ended, Task loop) : IAsyncDisposable
    {
        public static Running Start(GroupProbesTests test)
        {
            var ended = new CancellationTokenSource();
            return new Running(ended, new GroupProbes(test._rig.Group, Config, test._prober, test._rig.Time).RunAsync(ended.Token));
        }

        public async ValueTask DisposeAsync()
        {
            await ended.CancelAsync();
            var over = ((Func<Task>)(async () => await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)))();
            await over.OrFailAsync("the end of the loop", Token);
            ended.Dispose();
        }
    }
}
