using MessageLB.Worker.Commands;
using MessageLB.Worker.Draining;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker;

public sealed partial class WorkerHost
{
    [LoggerMessage(3000, LogLevel.Information, "Worker {Worker} starts: concurrency {Concurrency}, prefetch {Prefetch}, {Transport} at {Address}")]
    private partial void LogStarted(WorkerInstance worker, int concurrency, int prefetch, string transport, string address);

    [LoggerMessage(3001, LogLevel.Information, "Worker {Worker} serves (session {Session})")]
    private partial void LogServing(WorkerInstance worker, long session);

    [LoggerMessage(3002, LogLevel.Warning, "Worker {Worker} has no contact with {Address}: {Reason}; next attempt in {Seconds:0.0} s")]
    private partial void LogSessionLost(WorkerInstance worker, string address, string reason, double seconds);

    [LoggerMessage(3003, LogLevel.Debug, "Worker {Worker} still has no contact after {Failures} attempts; next attempt in {Seconds:0.0} s")]
    private partial void LogStillLost(WorkerInstance worker, int failures, double seconds);

    [LoggerMessage(3004, LogLevel.Information, "Worker {Worker} stops ({Cause}): drains for at most {Seconds:0.#} s")]
    private partial void LogStopping(WorkerInstance worker, string cause, double seconds);

    [LoggerMessage(3005, LogLevel.Information, "Worker {Worker} drained and left after {Seconds:0.0} s ({End})")]
    private partial void LogLeft(WorkerInstance worker, double seconds, DrainEnd end);

    [LoggerMessage(3006, LogLevel.Warning, "Worker {Worker} left after {Seconds:0.0} s without having drained, because {Reason}: {Cut} handlers were cancelled, {Unsettled} messages were not settled, {Ready} were left in its queue")]
    private partial void LogDrainIncomplete(WorkerInstance worker, double seconds, string reason, int cut, int unsettled, long? ready);

    [LoggerMessage(3007, LogLevel.Information, "Worker {Worker} stopped: {Done} done, {Failed} failed, {Returned} returned")]
    private partial void LogStopped(WorkerInstance worker, long done, long failed, long returned);

    [LoggerMessage(3008, LogLevel.Information, "Worker {Worker} was commanded: {Intent}")]
    private partial void LogCommand(WorkerInstance worker, WorkerIntent intent);

    [LoggerMessage(3009, LogLevel.Information, "Worker {Worker} has drained ({Done} done so far) and waits for resume or stop")]
    private partial void LogDrained(WorkerInstance worker, long done);

    [LoggerMessage(3010, LogLevel.Debug, "Worker {Worker} ignored a malformed command: {Error}")]
    private partial void LogCommandMalformed(WorkerInstance worker, string error);

    [LoggerMessage(3011, LogLevel.Debug, "Worker {Worker} could not {Step}: {Error}")]
    private partial void LogStepFailed(WorkerInstance worker, string step, string error);

    [LoggerMessage(EventId = 3052, Message = "Worker {Worker} takes no messages ({State}); {Stuck} of {Concurrency} handlers are stuck")]
    private partial void LogOutOfService(LogLevel level, WorkerInstance worker, WorkerState state, int stuck, int concurrency);

    [LoggerMessage(3053, LogLevel.Information, "Worker {Worker} takes messages again")]
    private partial void LogInService(WorkerInstance worker);

    [LoggerMessage(3054, LogLevel.Warning, "Worker {Worker} did not drain within {Seconds:0.#} s: {Cut} handlers were cancelled")]
    private partial void LogDrainCut(WorkerInstance worker, double seconds, int cut);

    [LoggerMessage(3055, LogLevel.Warning, "Worker {Worker} did not run for {Seconds:0.0} s or more; what it fetched before is started and settled only if its session still lives")]
    private partial void LogPaused(WorkerInstance worker, double seconds);

    [LoggerMessage(3062, LogLevel.Warning, "Worker {Worker} gets nothing from groups with 'delivery: hold', because queue {Queue} cannot be declared: {Reason}")]
    private partial void LogNoHold(WorkerInstance worker, string queue, string reason);

    [LoggerMessage(3063, LogLevel.Information, "Worker {Worker} gets messages from groups with 'delivery: hold' too: queue {Queue} is declared")]
    private partial void LogHold(WorkerInstance worker, string queue);
}
