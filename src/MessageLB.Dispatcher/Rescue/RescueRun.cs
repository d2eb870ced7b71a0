using MessageLB.Core.Failover;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>One rescue, from its beginning until everything that it took is settled or back in the lost destination's queue.</summary>
internal sealed class RescueRun
{
    private readonly ITransportSession _session;
    private readonly GroupRuntime _group;
    private readonly FlowParts _parts;
    private readonly TimeSpan _stopWithin;
    private readonly RescueSource _source;
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _done;

    private RescueRun(ITransportSession session, GroupRuntime group, LostDestination lost, FlowKind kind, FlowParts parts, TimeSpan stopWithin)
    {
        (_session, _group, Lost, Kind, _parts, _stopWithin) = (session, group, lost, kind, parts, stopWithin);
        _source = new RescueSource(group, lost, parts.Time);
    }

    /// <summary>The destination as it was when the rescue began.</summary>
    public LostDestination Lost { get; }

    /// <summary>Where its messages go.</summary>
    public FlowKind Kind { get; }

    /// <summary>Messages handed over.</summary>
    public long Moved => _source.Moved;

    /// <summary>Time from its beginning until something last happened.</summary>
    public TimeSpan Worked => _source.Worked;

    /// <summary>Whether the run is over, or as good as: whoever wants to be sure awaits its completion.</summary>
    public bool IsDone => _done;

    /// <summary>The run; it fails only with what must end the session.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>Why it could not take from the queue; null if it could.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Begins a rescue.</summary>
    public static RescueRun Start(ITransportSession session, GroupRuntime group, LostDestination lost, FlowKind kind, FlowParts parts, TimeSpan stopWithin, CancellationToken ended)
    {
        var run = new RescueRun(session, group, lost, kind, parts, stopWithin);
        run.Completion = run.RunAsync(ended);
        return run;
    }

    /// <summary>Whether nothing came for so long and nothing is unsettled.</summary>
    public bool IsQuietFor(TimeSpan limit) => _source.IsQuietFor(limit);

    /// <summary>Lets it end gracefully: what was not handed over goes back to the queue.</summary>
    public void End() => _ending.TrySetResult();

    private async Task RunAsync(CancellationToken ended)
    {
        // Before the consumer is there, and until after it is gone: it must not be taken for a worker.
        _group.RescueStarted(Lost.State.Name);
        try
        {
            using var release = ended.UnsafeRegister(static run => ((RescueRun)run!).End(), this);
            var flow = Kind == FlowKind.Leaving
                ? await HandOverFlow.StartLeavingAsync(_session, _group, _source, _parts, ended)
                : await HandOverFlow.StartAsync(_session, _group, _source, _parts, ended);
            await _ending.Task;
            if (_session.Ended.IsCancellationRequested) await flow.AbandonAsync();
            else await flow.StopAsync(_stopWithin, _session.Ended);
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
            _source.End();
            // Before the signal that the next line sets, or the end would be seen half a second late.
            _done = true;
            _group.RescueEnded(Lost.State.Name);
        }
    }
}
