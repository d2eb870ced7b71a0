using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Pipeline;

/// <summary>When deliveries that are decided behind one that waits are settled.</summary>
public sealed class IngressAckerTests : IReceiver
{
    private readonly ManualTimeProvider _time = new();
    private readonly Recorder<(ulong Tag, bool Multiple)> _acks = new("acknowledgements");
    private readonly SettleBook _book = new(prefetch: 8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_OldestIsDecidedInTime_AllAreAcknowledgedAsOne()
    {
        var acker = new IngressAcker(_book, _time, patience: 4);
        var running = acker.RunAsync(this);
        var slots = Begin(3);

        Decide(acker, slots[2], slots[1]);
        await _time.WaitForTimersAsync(1, Token);
        Decide(acker, slots[0]);

        Assert.Equal([(3UL, true)], await _acks.TakeAsync(1, Token));
        acker.End();
        await running;
        Assert.Equal(1, _acks.Count);
    }

    [Fact]
    public async Task Run_OldestIsNotDecided_TheOthersAreAcknowledgedWhenTheWaitIsOver()
    {
        var acker = new IngressAcker(_book, _time, patience: 4);
        var running = acker.RunAsync(this);
        var slots = Begin(3);
        Decide(acker, slots[2], slots[1]);
        await _time.WaitForTimersAsync(1, Token);

        _time.Advance(IngressAcker.LongestWait);

        Assert.Equal([(2UL, false), (3UL, false)], await _acks.TakeAsync(2, Token));
        acker.End();
        await running;
    }

    [Fact]
    public async Task Run_MoreUnsettledThanItsPatience_NothingWaits()
    {
        var acker = new IngressAcker(_book, _time, patience: 2);
        var running = acker.RunAsync(this);
        var slots = Begin(4);

        Decide(acker, slots[3]);

        Assert.Equal([(4UL, false)], await _acks.TakeAsync(1, Token));
        acker.End();
        await running;
    }

    [Fact]
    public async Task Run_WithoutPatience_NothingWaits()
    {
        var acker = new IngressAcker(_book, _time);
        var running = acker.RunAsync(this);
        var slots = Begin(2);

        Decide(acker, slots[1]);

        Assert.Equal([(2UL, false)], await _acks.TakeAsync(1, Token));
        acker.End();
        await running;
    }

    [Fact]
    public async Task BeginDrain_NothingWaitsAnyMore()
    {
        var acker = new IngressAcker(_book, _time, patience: 4);
        var running = acker.RunAsync(this);
        var slots = Begin(2);
        Decide(acker, slots[1]);
        await _time.WaitForTimersAsync(1, Token);

        acker.BeginDrain();

        Assert.Equal([(2UL, false)], await _acks.TakeAsync(1, Token));
        Decide(acker, slots[0]);
        await acker.Drained.WaitAsync(Token);
        acker.End();
        await running;
    }

    public ValueTask<bool> AckAsync(ulong tag, bool multiple)
    {
        _acks.Add((tag, multiple));
        return new ValueTask<bool>(true);
    }

    public ValueTask<bool> RejectAsync(ulong tag) => throw new NotSupportedException();

    public ValueTask<bool> ReturnAsync(ulong tag) => throw new NotSupportedException();

    public ValueTask StopAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private int[] Begin(int count) => [.. Enumerable.Range(1, count).Select(tag => _book.Begin((ulong)tag))];

    private void Decide(IngressAcker acker, params int[] slots)
    {
        foreach (var slot in slots) _book.Complete(slot, Settlement.Ack);
        acker.Wake();
    }
}
