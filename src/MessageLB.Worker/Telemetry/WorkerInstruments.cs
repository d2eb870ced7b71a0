using System.Diagnostics.Metrics;
using MessageLB.Telemetry;

namespace MessageLB.Worker.Telemetry;

/// <summary>
/// The metrics of one worker, observed from its <see cref="WorkerStatus"/>, so that a message pays nothing for them; only the times of handlers are told as
/// they are measured. They live as long as the <see cref="IMeterFactory"/> that made the meter. Thread-safe.
/// </summary>
internal sealed class WorkerInstruments
{
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly Func<WorkerStatus> _status;

    /// <param name="meters">Owner of the meter.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="system">What carries the messages.</param>
    /// <param name="concurrency">Messages that it handles at the same time.</param>
    /// <param name="status">Its figures.</param>
    public WorkerInstruments(IMeterFactory meters, WorkerInstance worker, string system, int concurrency, Func<WorkerStatus> status)
    {
        _status = status;
        // Not the instance: its name is new at every start, and would leave a dead series behind each.
        _tags =
        [
            new(SpanAttributes.System, system),
            new(SpanAttributes.DestinationName, Names.WorkQueue(worker.Group, worker.Destination)),
            new(SpanAttributes.Group, worker.Group),
            new(SpanAttributes.Destination, worker.Destination),
        ];
        var meter = meters.Create(MessagingMetrics.MeterName);
        Times = new ProcessTimes(meter, _tags);
        meter.CreateObservableCounter(MessagingMetrics.Consumed, ObserveConsumed, MessagingMetrics.Messages, MessagingMetrics.ConsumedHelp);
        meter.CreateObservableCounter("messagelb.worker.messages", ObserveMessages, MessagingMetrics.Messages, "Messages that the worker is finished with, by outcome.");
        meter.CreateObservableCounter("messagelb.worker.busy", () => new Measurement<double>(_status().Busy.TotalSeconds, _tags), MessagingMetrics.Seconds, "Time spent in handlers, of all slots together.");
        meter.CreateObservableCounter("messagelb.worker.exceptions", () => Of(s => s.Exceptions), "{exception}", "Exceptions that handlers threw.");
        meter.CreateObservableCounter("messagelb.worker.timeouts", () => Of(s => s.TimedOut), "{handler}", "Handlers that ran longer than they may and were told to end.");
        meter.CreateObservableCounter("messagelb.worker.sessions", () => Of(s => s.Sessions), "{session}", "Sessions with the broker in which messages were received.");
        meter.CreateObservableUpDownCounter("messagelb.worker.connected", () => Of(s => s.Connected ? 1 : 0), "{worker}", "1 while a session is open and messages are received, else 0.");
        meter.CreateObservableUpDownCounter("messagelb.worker.message.active", () => Of(s => s.InFlight), MessagingMetrics.Messages, "Messages received and not settled.");
        meter.CreateObservableUpDownCounter("messagelb.worker.handlers.stuck", () => Of(s => s.StuckHandlers), "{handler}", "Handlers that still run although their message was sent elsewhere; each keeps its slot.");
        meter.CreateObservableUpDownCounter("messagelb.worker.concurrency", () => new Measurement<long>(concurrency, _tags), MessagingMetrics.Messages, "Messages that the worker handles at the same time.");
    }

    /// <summary>Takes the times of handlers.</summary>
    public ProcessTimes Times { get; }

    private Measurement<long> ObserveConsumed() => new(_status().Received, [.. _tags, new(SpanAttributes.OperationName, MessagingMetrics.Deliver)]);

    private IEnumerable<Measurement<long>> ObserveMessages()
    {
        var status = _status();
        yield return Finished("done", status.Done);
        yield return Finished("retried", status.Retried);
        yield return Finished("dropped", status.Dropped);
        yield return Finished("expired", status.Expired);
        yield return Finished("returned", status.Returned);
        yield return Finished("duplicate", status.Duplicates);
        yield return Finished("unsettled", status.Unsettled);
    }

    private Measurement<long> Finished(string outcome, long count) => new(count, [.. _tags, new(SpanAttributes.Outcome, outcome)]);

    private Measurement<long> Of(Func<WorkerStatus, long> value) => new(value(_status()), _tags);
}
