using System.Runtime.ExceptionServices;
using MessageLB.Core.Failover;
using MessageLB.Core.Ordering;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Ordering;

/// <summary>
/// Takes back what a lost destination has left in its queue, in a group that keeps the order of keys: all of it at once or nothing, and only when
/// nobody else is a consumer there. A worker that came back in between would otherwise work on later messages of a key while an earlier one is
/// on its way to somebody else.
/// </summary>
internal sealed class TakingBack
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestReceiving = TimeSpan.FromSeconds(5);

    private readonly ITransportSession _session;
    private readonly GroupRuntime _group;
    private readonly OrderBook _book;
    private readonly FlowParts _parts;
    private readonly TimeSpan _stopWithin;
    private readonly LostDestination _lost;
    private readonly Func<bool> _isLost;

    private TakingBack(ITransportSession session, GroupRuntime group, LostDestination lost, FlowParts parts, TimeSpan stopWithin, Func<bool> isLost)
    {
        (_session, _group, _lost, _parts, _stopWithin, _isLost) = (session, group, lost, parts, stopWithin, isLost);
        _book = group.Order!.Book;
    }

    /// <summary>Messages handed to others.</summary>
    public long Moved { get; private set; }

    /// <summary>Whether something was there to be taken back.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Why it could not take from the queue; null if it could.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the queue was empty, or all that it held was handed to others.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Fails only with what must end the session.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Begins.</summary>
    /// <param name="session">The session.</param>
    /// <param name="group">The group.</param>
    /// <param name="lost">Whose queue.</param>
    /// <param name="parts">What flows are made of.</param>
    /// <param name="stopWithin">Limit of a graceful stop.</param>
    /// <param name="isLost">Whether the destination is still lost.</param>
    /// <param name="ended">Ends it gracefully: what was not handed over goes back.</param>
    public static TakingBack Start(ITransportSession session, GroupRuntime group, LostDestination lost, FlowParts parts, TimeSpan stopWithin, Func<bool> isLost, CancellationToken ended)
    {
        var taking = new TakingBack(session, group, lost, parts, stopWithin, isLost);
        taking.Completion = taking.RunAsync(ended);
        return taking;
    }

    private async Task RunAsync(CancellationToken ended)
    {
        var name = _lost.State.Name;
        var isTaken = false;
        try
        {
            if (!_book.BeginTakingBack(name)) return;
            var depth = await _session.Topology.InspectAsync(_lost.State.Queue, ended);
            if (depth is { Consumers: > 0 }) return;
            if (depth is { Ready: > 0 } waiting)
            {
                if (_group.State.Snapshot.HasAnybody && RescueRules.Delay(_group.Config) is not null) isTaken = await TakeAsync((int)Math.Min(waiting.Ready, GroupLimit), ended);
                return;
            }

            _book.TakenBack(name, []);
            isTaken = IsComplete = true;
            _group.CreditSignals.Set();
        }
        catch (Exception e) when (e is OperationCanceledException or SessionEndedException && ended.IsCancellationRequested)
        {
            // The session is over; the broker has everything back.
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            Refusal = e.Message;
        }
        finally
        {
            if (!isTaken) _book.NotTakenBack(name);
            _group.RescueSignal.Set();
        }
    }

    private static int GroupLimit => Core.Configuration.GroupConfig.LargestPrefetch;

    private async Task<bool> TakeAsync(int count, CancellationToken ended)
    {
        HasBegun = true;
        // Before the consumer is there, and until after it is gone: it must not be taken for a worker.
        _group.RescueStarted(_lost.State.Name);
        var source = new RescueSource(_group, _lost, _parts.Time, count);
        var isTaken = false;
        try
        {
            var (flow, pump) = await HandOverFlow.StartTakingBackAsync(_session, _group, source, _lost.State.Name, _parts, ended);
            try
            {
                isTaken = await ReceiveAllAsync(pump, count, ended);
                if (!isTaken) return false;
                await flow.StopReceivingAsync();
                pump.Release();
                while (!source.IsSettled && !ended.IsCancellationRequested && flow.Fault is null) await DelayAsync(ended);
                if (flow.Fault is { } fault) ExceptionDispatchInfo.Throw(fault);
                IsComplete = source.IsSettled;
            }
            finally
            {
                if (_session.Ended.IsCancellationRequested) await flow.AbandonAsync();
                else await flow.StopAsync(_stopWithin, _session.Ended);
            }
        }
        finally
        {
            source.End();
            Moved = source.Moved;
            _group.RescueEnded(_lost.State.Name);
        }

        return isTaken;
    }

    private async Task<bool> ReceiveAllAsync(TakenBackPump pump, int count, CancellationToken ended)
    {
        var began = _parts.Time.GetTimestamp();
        while (pump.Received < count)
        {
            if (ended.IsCancellationRequested || !_isLost() || _parts.Time.GetElapsedTime(began) > LongestReceiving) return false;
            await DelayAsync(ended);
        }

        // A worker that came between the look and our consumer may have some of them.
        return await _session.Topology.InspectAsync(_lost.State.Queue, ended) is { Ready: 0, Consumers: 1 };
    }

    private async Task DelayAsync(CancellationToken ended) =>
        await Task.Delay(Look, _parts.Time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
