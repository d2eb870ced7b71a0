using MessageLB.Core.Explaining;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Shadowing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Explaining;

/// <summary>
/// The one place where a flow picks: it picks, and if somebody asks it explains, and if the group has a shadow it compares. When
/// nobody asks, it costs a volatile read and, for messages with headers, one look-up. One thread at a time, the picker's.
/// </summary>
internal sealed partial class DecisionRecorder : IPickWitness, IDisposable
{
    // A destination in a picture costs some hundred nanoseconds: a budget of 100,000 a second is a few percent of one core.
    private const int DestinationsPerSecond = 100_000;
    private const int LeastOfSample = 1000;
    private const int LeastOfDebug = 100;

    private readonly GroupRuntime _group;
    private readonly DestinationPicker _picker;
    private readonly ShadowRun? _shadow;
    private readonly DebugDecisions _debug;
    private readonly TimeProvider _time;
    private readonly ExplanationBudget _sampleBudget;
    private readonly ExplanationBudget _debugBudget;
    private readonly RejectionLog _failures;
    private readonly ILogger _logger;
    private DecisionPicture? _picture;
    private bool _isHeld;

    /// <param name="group">The group.</param>
    /// <param name="picker">Its picker; disposed with this.</param>
    /// <param name="shadow">Its shadow, if it has one; disposed with this.</param>
    /// <param name="debug">Keeps decisions about messages that ask for it.</param>
    /// <param name="time">Clock.</param>
    public DecisionRecorder(GroupRuntime group, DestinationPicker picker, ShadowRun? shadow, DebugDecisions debug, TimeProvider time)
    {
        (_group, _picker, _shadow, _debug, _time, _logger) = (group, picker, shadow, debug, time, group.Logger);
        _failures = new RejectionLog(time);
        _sampleBudget = new ExplanationBudget(DestinationsPerSecond, LeastOfSample, LeastOfSample, time);
        _debugBudget = new ExplanationBudget(DestinationsPerSecond, LeastOfDebug, DestinationsPerSecond, time);
    }

    /// <summary>The picker, for what is decided without the policy and not explained.</summary>
    public DestinationPicker Picker => _picker;

    /// <summary>A destination whose credit was taken for this message, or null if nobody has credit.</summary>
    /// <param name="routingKey">Routing key that the publisher used.</param>
    /// <param name="properties">Properties and headers.</param>
    /// <param name="heldSince">Timestamp since when the message is held; 0 at the first attempt.</param>
    /// <param name="seen">The snapshot to choose from; null for the group's present one.</param>
    public DestinationState? Pick(string routingKey, MessageProperties properties, long heldSince = 0, GroupSnapshot? seen = null)
    {
        var snapshot = seen ?? _group.State.Snapshot;
        var isDebug = properties.Headers is { } headers && IsDebug(headers);
        if (_shadow is null && !isDebug && !_group.Samples.IsWatched) return _picker.TryPick(snapshot, routingKey, properties);

        var guess = _shadow?.Guess(snapshot, routingKey, properties);
        var toDebug = isDebug && properties.MessageId is not null && _debugBudget.HasSome();
        var toSample = _group.Samples.IsWatched && _sampleBudget.HasSome();
        (_isHeld, _picture) = (heldSince != 0, null);
        var picked = _picker.TryPick(snapshot, routingKey, properties, toDebug || toSample ? this : null);
        if (picked is not null) _shadow?.Compare(picked);
        if (_picture is { } picture) Tell(picture, picked, guess, heldSince, toDebug, toSample);
        return picked;
    }

    /// <inheritdoc />
    public void BeforePick(IRoutingPolicy policy, in RoutingContext context, CandidateSet candidates)
    {
        // A held message is explained when its holding begins and when it ends, not at every look in between.
        if (_isHeld && candidates.Count == 0) return;
        try
        {
            _picture = Explainer.Look(_group.Config.Name, policy, context, candidates, _group.View());
        }
        catch (Exception e)
        {
            // A custom policy's score may throw; the message is routed all the same.
            if (_failures.ShouldLog(policy.Name, e.Message)) LogUnexplained(policy.Name, _group.Config.Name, e.Message);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _picker.Dispose();
        _shadow?.Dispose();
    }

    private static bool IsDebug(IDictionary<string, object?> headers) =>
        headers.ContainsKey(HeaderNames.Debug) && HeaderValues.GetText(headers, HeaderNames.Debug) == "1";

    private void Tell(DecisionPicture picture, DestinationState? picked, DestinationState? guess, long heldSince, bool toDebug, bool toSample)
    {
        _picture = null;
        var held = heldSince == 0 ? (TimeSpan?)null : _time.GetElapsedTime(heldSince);
        var explanation = picture.Decide(picked?.Name, _time.GetUtcNow(), held, guess?.Name);
        if (toDebug)
        {
            _debugBudget.Spend(picture.Destinations);
            _debug.Add(explanation.MessageId!, explanation);
        }

        if (!toSample) return;
        _sampleBudget.Spend(picture.Destinations);
        _group.Samples.Offer(explanation);
    }

    [LoggerMessage(2070, LogLevel.Warning, "A decision of policy {Policy} in group {GroupId} cannot be explained: {Reason} The message is routed all the same")]
    private partial void LogUnexplained(string policy, string groupId, string reason);
}
