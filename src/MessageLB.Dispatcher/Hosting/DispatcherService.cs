using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Dispatcher.Rescue.Rehearsing;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Transport;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Hosting;

/// <summary>The dispatcher as a hosted service: keeps a session open and ticks the registry, until the host stops.</summary>
internal sealed partial class DispatcherService : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _stopping = new();
    private readonly DestinationRegistry _registry;
    private readonly BrokerState _broker;
    private readonly TimeProvider _time;
    private readonly TimeSpan _stopWithin;
    private readonly SessionSupervisor _supervisor;
    private readonly DispatcherSession _session;
    private readonly ILogger<DispatcherService> _logger;
    private readonly string _address;
    private readonly Func<CancellationToken, Task> _rehearse;
    private Task _running = Task.CompletedTask;

    public DispatcherService(
        MessageLBConfig config,
        ITransport transport,
        DispatcherParts parts,
        RoutingPolicyRegistry policies,
        ILogger<DispatcherService> logger,
        ILogger<DispatcherSession> sessionLogger,
        IConnectionCloser? closer = null)
    {
        var findings = new ConfigFindings();
        PolicyRules.Check(config, policies, findings);
        findings.ThrowIfInvalid();
        (_registry, _broker, _time, _logger) = (parts.Registry, parts.Broker, parts.Time, logger);
        _address = transport.Address;
        _stopWithin = config.ShutdownTimeout;
        var limit = Math.Min(config.Broker.MaxMessageSize, transport.MaxMessageSize);
        var flow = new FlowParts(parts.Identity, policies, () => [.. _registry.Groups.SelectMany(g => g.Config.Routes)], parts.Debug, limit, _time) { System = transport.Name, Propagation = config.Telemetry.Propagation };
        _rehearse = stop => RescueRehearsal.RunAsync(flow, stop);
        _session = new DispatcherSession(_registry, parts.Groups, flow, _broker, closer, parts.Events, _stopWithin, sessionLogger);
        var options = new SessionOptions { ClientName = $"messagelb-dispatcher {parts.Identity.Name}", BlockedChanged = OnBlocked, SparePrefetch = RescueSource.MostUnsettled };
        _supervisor = new SessionSupervisor(transport, options, _time, OnFault);
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogStarting(_address);
        // The rehearsal beside all else and not before it: its compiling must not make the start later.
        _running = Task.WhenAll(_supervisor.RunAsync(_session.RunAsync, _stopping.Token), TickAsync(_stopping.Token), Task.Run(() => _rehearse(_stopping.Token), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <summary>Stops within the configured time, whatever the host's own patience: the order of the stop protects messages.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        // Each step of a flow is bounded by the limit already; the sum of them is what is bounded here.
        await _running.WaitAsync(_stopWithin + TimeSpan.FromSeconds(10), _time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _broker.Disconnected("the dispatcher has stopped");
        LogStopped(_running.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private async Task TickAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(TickPeriod, _time);
        string? fault = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) fault = Tick(fault);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The ordinary end.
        }
    }

    // A fault in here is ours and not expected; but a dispatcher that goes on without ever judging an age again would be worse than one
    // that judges them at the next tick.
    private string? Tick(string? lastFault)
    {
        try
        {
            _registry.Tick();
            return null;
        }
        catch (Exception e)
        {
            if (e.Message != lastFault) LogTickFailed(e);
            return e.Message;
        }
    }

    private void OnFault(SessionFault fault)
    {
        var reason = fault.Reason.Message;
        if (_broker.Status.Fault != reason) LogDisconnected(_address, reason, fault.RetryAfter.TotalSeconds);
        _broker.Disconnected(reason);
    }

    private void OnBlocked(string? reason)
    {
        _broker.Blocked(reason);
        if (reason is null) LogUnblocked();
        else LogBlocked(reason);
    }

    [LoggerMessage(2060, LogLevel.Information, "Dispatcher starts on {Address}")]
    private partial void LogStarting(string address);

    [LoggerMessage(2062, LogLevel.Warning, "No contact with {Address}: {Reason} Next attempt in {Seconds:0.0} s, and so on until it succeeds; messages wait at the broker meanwhile")]
    private partial void LogDisconnected(string address, string reason, double seconds);

    [LoggerMessage(2063, LogLevel.Warning, "The broker takes no publishes: {Reason}; messages wait at ingress until it does")]
    private partial void LogBlocked(string reason);

    [LoggerMessage(2064, LogLevel.Information, "The broker takes publishes again")]
    private partial void LogUnblocked();

    [LoggerMessage(2065, LogLevel.Information, "Dispatcher stopped (in time: {InTime})")]
    private partial void LogStopped(bool inTime);

    [LoggerMessage(2068, LogLevel.Error, "The ages of heartbeats could not be judged; this is a defect of MessageLB. The next attempt follows at once")]
    private partial void LogTickFailed(Exception e);
}
