using System.Diagnostics.Metrics;
using MessageLB.Transport;
using MessageLB.Worker.Commands;
using MessageLB.Worker.Duplicates;
using MessageLB.Worker.Fencing;
using MessageLB.Worker.Heartbeats;
using MessageLB.Worker.Receiving;
using MessageLB.Worker.Serving;
using MessageLB.Worker.Settling;
using MessageLB.Worker.Telemetry;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker;

/// <summary>
/// One worker: receives the messages of its destination, has them handled, settles them, and reports by heartbeats. It keeps
/// contact with the broker by itself and begins anew after each loss. Runs once. Thread-safe.
/// </summary>
/// <remarks>
/// Delivery is at least once: a message whose settlement did not reach the broker is handed over again, here or elsewhere.
/// </remarks>
public sealed partial class WorkerHost : IAsyncDisposable
{
    private static readonly TimeSpan RemarkablePause = TimeSpan.FromSeconds(1);
    private readonly ITransport _transport;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly WorkerSettings _settings;
    private readonly WorkerBooks _books;
    private readonly Attendance _attendance;
    private readonly HandlerSlots _slots;
    private readonly HeartbeatReporter _reporter;
    private readonly ServiceState _service;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _finished = new();
    private readonly CancellationTokenSource _deadline;
    private readonly Lock _lock = new();
    private bool _inSession;
    private volatile bool _connected;
    private volatile bool _drained;
    private volatile Exception? _refusal;
    private string? _lastFault;
    private long _sessions;
    private int _started;
    private int _disposed;

    /// <summary>Creates a worker; <see cref="RunAsync"/> runs it.</summary>
    /// <param name="transport">Where messages come from.</param>
    /// <param name="options">How the worker presents itself and works.</param>
    /// <param name="handler">What handles the messages; see <see cref="IMessageHandler"/> about its thread safety.</param>
    /// <param name="time">Clock. With <see cref="TimeProvider.System"/> heartbeats have a thread of their own; else they follow this clock's timers.</param>
    /// <param name="loggerFactory">Where logs go.</param>
    /// <param name="duplicateStore">Remembers what was done beyond this worker's own life; null for the drop window alone.</param>
    /// <param name="meters">Owner of the meter <c>MessageLB</c> that tells the worker's metrics; null for none.</param>
    /// <exception cref="WorkerOptionsException">One or more options are outside their ranges.</exception>
    public WorkerHost(ITransport transport, WorkerOptions options, IMessageHandler handler, TimeProvider time, ILoggerFactory loggerFactory, IDuplicateStore? duplicateStore = null, IMeterFactory? meters = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(handler);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggerFactory);
        _settings = WorkerSettings.From(options);
        _transport = transport;
        _time = time;
        _logger = loggerFactory.CreateLogger<WorkerHost>();
        _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _service = new ServiceState(_settings.Concurrency);
        _books = new WorkerBooks(_settings, _service, time, new Random());
        _attendance = new Attendance(time, OnPaused);
        var window = new DropWindow(_settings.DropWindow, _settings.DropWindowTime, time);
        var memory = new SharedMemory(duplicateStore, _settings, time, _logger);
        var flow = new ItemFlow(_settings, new Settler(_settings, time, _logger), _books, _service, window, memory, time, _logger);
        var instruments = meters is null ? null : new WorkerInstruments(meters, _settings.Worker, transport.Name, _settings.Concurrency, () => Status);
        _slots = new HandlerSlots(_settings, handler, flow, _books, time, _logger) { Spans = new ProcessSpans(_settings.Worker, transport.Name), Times = instruments?.Times };
        IHeartbeatTicker ticker = time == TimeProvider.System
            ? new ThreadHeartbeatTicker($"messagelb-heartbeat {_settings.Worker.Group}/{_settings.Worker.Destination}")
            : new TimerHeartbeatTicker(time);
        _reporter = new HeartbeatReporter(_settings, _books, ticker, _attendance, time, _logger);
    }

    /// <summary>Which worker this is; the instance name is new for every start.</summary>
    public WorkerInstance Worker => _settings.Worker;

    /// <summary>Completes when the worker has ended: told to, or by the command <c>stop</c>. Faults as <see cref="RunAsync"/> does.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The figures of this moment.</summary>
    public WorkerStatus Status => _books.Read(_connected, Interlocked.Read(ref _sessions)) with { Drained = _drained };

    /// <summary>
    /// Runs the worker until <paramref name="stopping"/> is cancelled or a command stops it, then drains: tells the dispatchers,
    /// finishes what runs, sends back to the group what has not started and what still comes, and cuts short what still runs after
    /// <see cref="WorkerOptions.DrainTimeout"/>. <see cref="WorkerStatus.Drained"/> tells which of the two it was. A broker that cannot be
    /// reached is tried again for ever.
    /// </summary>
    /// <exception cref="BrokerRefusedException">The broker refused the first session: wrong password, unknown virtual host, missing permission.</exception>
    /// <exception cref="TopologyMismatchException">In the first session, a queue was found to exist with other arguments.</exception>
    /// <exception cref="InvalidOperationException">The worker has run already.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0) throw new InvalidOperationException($"Worker {Worker} has run already; create another one.");
        try
        {
            await RunOnceAsync(stopping);
            _completion.TrySetResult();
        }
        catch (Exception e)
        {
            _completion.TrySetException(e);
            _ = _completion.Task.Exception; // observed here, whether or not anybody awaits Completion as well
            throw;
        }
    }

    /// <summary>Begins to drain and stop, as the token of <see cref="RunAsync"/> does. Returns at once.</summary>
    public void Stop() => Stop("told to");

    /// <summary>Ends the worker if it still runs: takes its leave without draining. Waits for a few seconds at most.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        if (Volatile.Read(ref _started) != 0)
        {
            StopNow();
            await _completion.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _reporter.Dispose();
        _finished.Dispose();
        _deadline.Dispose();
    }

    /// <summary>Ends a drain now: cancels running handlers and gives back what is left.</summary>
    internal void StopNow()
    {
        Stop();
        _deadline.Cancel();
    }

    private async Task RunOnceAsync(CancellationToken stopping)
    {
        LogStarted(Worker, _settings.Concurrency, _settings.Prefetch, _transport.Name, _transport.Address);
        using var registration = stopping.UnsafeRegister(static host => ((WorkerHost)host!).Stop(), this);
        _slots.Start();
        _reporter.Start();
        var options = new SessionOptions { ClientName = Names.WorkerClient(Worker) };
        var supervisor = new SessionSupervisor(_transport, options, _time, OnFault);
        try
        {
            await supervisor.RunAsync(RunSessionAsync, _finished.Token);
        }
        finally
        {
            _reporter.Dispose();
            await FinishHandlersAsync();
            var slots = _slots.CompleteAsync();
            // A handler that ignores its cancellation keeps its slot; nobody can wait for it.
            if (_books.InFlight == 0 && _service.Stuck == 0) await slots;
        }

        if (_refusal is { } refusal) throw refusal;
        var status = Status;
        LogStopped(Worker, status.Done, status.Retried + status.Dropped, status.Returned);
    }

    private void Stop(string cause)
    {
        // The session and the stop must see each other: either the session drains, or there is none to wait for.
        bool inSession;
        lock (_lock)
        {
            if (!_service.TrySet(WorkerIntent.Stop)) return;
            inSession = _inSession;
        }

        LogStopping(Worker, cause, _settings.DrainTimeout.TotalSeconds);
        _books.ForceHeartbeat();
        _deadline.CancelAfter(_settings.DrainTimeout);
        if (!inSession) _finished.Cancel();
    }

    private void OnPaused(TimeSpan late)
    {
        // A busy machine is late by less again and again; the fence minds, people need not.
        if (late >= RemarkablePause) LogPaused(Worker, late.TotalSeconds);
    }

    private void OnFault(SessionFault fault)
    {
        if (fault.Reason is BrokerRefusedException or TopologyMismatchException && Interlocked.Read(ref _sessions) == 0)
        {
            _refusal = fault.Reason;
            _finished.Cancel();
            return;
        }

        // The same fault again is no transition.
        if (fault.Reason.Message != _lastFault) LogSessionLost(Worker, _transport.Address, fault.Reason.Message, fault.RetryAfter.TotalSeconds);
        else LogStillLost(Worker, fault.Failures, fault.RetryAfter.TotalSeconds);
        _lastFault = fault.Reason.Message;
    }
}
