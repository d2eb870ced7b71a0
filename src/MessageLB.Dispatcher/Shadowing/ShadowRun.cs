using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Shadowing;

/// <summary>
/// A group's shadow policy within one flow. Whatever it does, routing goes on: when it throws, that is counted and logged, and it
/// rests for a while and begins anew. One thread at a time, the picker's.
/// </summary>
internal sealed partial class ShadowRun : IDisposable
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly string _group;
    private readonly string _policy;
    private readonly Func<IRoutingPolicy> _create;
    private readonly ShadowCounters _counters;
    private readonly RejectionLog _failures;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ShadowPicker? _picker;
    private long? _failedAt;

    private ShadowRun(GroupRuntime group, string policy, RoutingPolicyRegistry policies, TimeProvider time)
    {
        (_group, _policy, _counters, _time, _logger) = (group.Config.Name, policy, group.Shadow, time, group.Logger);
        _create = () => policies.Create(policy, group.Config);
        _failures = new RejectionLog(time);
    }

    /// <summary>The group's shadow; null if it has none.</summary>
    public static ShadowRun? Of(GroupRuntime group, RoutingPolicyRegistry policies, TimeProvider time) =>
        group.Config.Shadow is { } policy ? new ShadowRun(group, policy, policies, time) : null;

    /// <summary>Whom it would choose, before the real pick; null if nobody has credit, or while it rests.</summary>
    public DestinationState? Guess(GroupSnapshot snapshot, string routingKey, MessageProperties properties)
    {
        if (_failedAt is { } failed && _time.GetElapsedTime(failed) < Rest) return null;
        try
        {
            _picker ??= new ShadowPicker(_create(), new Random());
            return _picker.Guess(snapshot, routingKey, properties);
        }
        catch (Exception e)
        {
            Fail(e);
            return null;
        }
    }

    /// <summary>Compares its guess, if there was one, with the real pick, whose credit was just taken.</summary>
    public void Compare(DestinationState picked)
    {
        if (_picker?.Compare(picked) is { } verdict) _counters.Count(verdict);
    }

    /// <inheritdoc />
    public void Dispose() => _picker?.Dispose();

    private void Fail(Exception reason)
    {
        _counters.CountFailed();
        _failedAt = _time.GetTimestamp();
        // Its books may be half done.
        _picker?.Dispose();
        _picker = null;
        if (_failures.ShouldLog(_policy, string.Empty)) LogFailed(_policy, _group, reason.Message);
    }

    [LoggerMessage(2071, LogLevel.Warning, "Shadow policy {Policy} of group {GroupId} failed: {Reason} Routing goes on without it; it is tried again after a second")]
    private partial void LogFailed(string policy, string groupId, string reason);
}
