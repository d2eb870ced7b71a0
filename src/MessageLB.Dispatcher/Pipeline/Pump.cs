using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>
/// The loop that decides about copied messages, and the only caller of their publisher. Woken by arrivals, by credit and every tick, and when
/// a wait is over.
/// </summary>
internal abstract class Pump
{
    private readonly AsyncSignal _wake = new();
    private readonly ITimer _timer;
    private volatile Exception? _fault;
    private volatile bool _ended;

    protected Pump(GroupRuntime group, RuledPipeline pipeline, TimeProvider time)
    {
        (Group, Pipeline, Time) = (group, pipeline, time);
        _timer = time.CreateTimer(static state => ((AsyncSignal)state!).Set(), _wake, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What ended the loop before its time; null if nothing did.</summary>
    public Exception? Fault => _fault;

    protected GroupRuntime Group { get; }

    protected RuledPipeline Pipeline { get; }

    protected TimeProvider Time { get; }

    /// <summary>Tells that there is something new. Any thread; cheap.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Ends the loop, after it has returned what is left. No delivery comes any more.</summary>
    public void End()
    {
        _ended = true;
        _wake.Set();
    }

    /// <summary>Gives out turns until ended, or until the session is over.</summary>
    public async Task RunAsync(FlowPublisher publisher)
    {
        Group.CreditSignals.Add(_wake);
        try
        {
            while (!_ended)
            {
                await _wake.WaitAsync();
                TakeIn();
                if (Pipeline.IsStopping) await StopRoundAsync(publisher);
                else SetTimer(await RoundAsync(publisher));
            }

            TakeIn();
            await StopRoundAsync(publisher);
        }
        catch (SessionEndedException)
        {
            // The broker has taken everything back.
        }
        catch (Exception e)
        {
            _fault = e;
            Group.EligibleSignal.Set();
        }
        finally
        {
            Group.CreditSignals.Remove(_wake);
            await _timer.DisposeAsync();
            ForgetAll();
        }
    }

    /// <summary>Since the clock's own beginning, because pauses and sticky keys outlive the pump.</summary>
    protected TimeSpan Now() => Time.GetElapsedTime(0);

    /// <summary>Takes in what has arrived.</summary>
    protected abstract void TakeIn();

    /// <summary>Decides what can be decided now; returns when it is worth another look at the latest, null for not by itself.</summary>
    protected abstract ValueTask<TimeSpan?> RoundAsync(FlowPublisher publisher);

    /// <summary>Decides about everything that waits, for nothing is to be handed over any more.</summary>
    protected virtual ValueTask StopRoundAsync(FlowPublisher publisher)
    {
        ReturnAll();
        return ValueTask.CompletedTask;
    }

    /// <summary>Returns everything that waits to its queue.</summary>
    protected abstract void ReturnAll();

    /// <summary>Forgets what is left when the loop is over: nobody else may find it.</summary>
    protected abstract void ForgetAll();

    // Timers count full milliseconds, and one that comes too soon would have to be set again.
    private void SetTimer(TimeSpan? due) =>
        _timer.Change(due is { } left ? TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
