using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Fallback;

/// <summary>
/// What becomes of a group's messages while nobody there is available: the first group that stands in for it and has somebody takes them;
/// else they wait, or become dead letters after a while. Looked at by one thread at a time, asked by any.
/// </summary>
internal sealed partial class GroupFallback
{
    private readonly GroupConfig _config;
    private readonly ILogger _logger;
    private readonly GroupState _group;
    private readonly NobodyWatch _watch;
    private readonly bool _keepsNothing;
    private GroupState[] _stands = [];
    private ForwardTarget[] _targets = [];
    private bool _isEmpty;
    private ForwardTarget? _target;
    private string? _consequence;
    private long _since;
    private volatile bool _isOn;

    public GroupFallback(GroupConfig config, GroupState group, ILogger logger)
    {
        (_config, _group, _logger) = (config, group, logger);
        _watch = new NobodyWatch(config.Fallback.After);
        _keepsNothing = config.ForwardsEverything;
        if (config.WhenNone.Action == NobodyAction.DeadLetter) Dead = ForwardTarget.DeadLettersOf(config.Name);
    }

    /// <summary>Groups that stand in, in the order in which they are asked.</summary>
    public IReadOnlyList<ForwardTarget> Targets => _targets;

    /// <summary>Where messages go that have waited for too long; null if they wait on.</summary>
    public ForwardTarget? Dead { get; }

    /// <summary>Whether messages leave the group now. Somebody who is there ends it at once.</summary>
    public bool IsOn => _isOn && !_group.Snapshot.HasAnybody;

    /// <summary>
    /// Whether they go to another group. Then what waits at lost destinations goes there too, but it does not become dead letters.
    /// </summary>
    public bool IsToOthers => IsOn && StandIn([]) is not null;

    /// <summary>What is done now, for a person; null while somebody is available.</summary>
    public string? Consequence => Volatile.Read(ref _consequence);

    /// <summary>Since when nobody has been available, or was the last time, on the attended clock.</summary>
    public TimeSpan Since => TimeSpan.FromTicks(Interlocked.Read(ref _since));

    /// <summary>Names the groups that stand in, in the order in which they are asked. Before anything runs.</summary>
    public void Link(IEnumerable<GroupState> stands)
    {
        _stands = [.. stands];
        _targets = [.. _stands.Select(stand => new ForwardTarget(stand.Name))];
    }

    /// <summary>Takes in a look at the group; true if something else is to be done than before.</summary>
    public bool Look(bool isLearning, TimeSpan now)
    {
        if (_keepsNothing) return false;
        _watch.Look(_group.Snapshot.HasAnybody, isLearning, now);
        // It stays when somebody comes: whoever is just about to judge a message by it must not read a time that began with the clock.
        if (_watch.Since is { } since) Interlocked.Exchange(ref _since, since.Ticks);
        var target = _watch.Since is null ? null : StandIn([]);
        _isOn = target is not null || (_watch.Since is not null && Dead is not null);
        var isEmpty = _watch.Since is not null;
        if (isEmpty == _isEmpty && target == _target) return false;
        (_isEmpty, _target) = (isEmpty, target);
        Tell(!isEmpty ? null : target is not null ? $"messages go to group '{target.Name}'" : Without());
        return true;
    }

    /// <summary>Where a message goes that leaves for another group: not to one that it has left before. Null if nobody takes it.</summary>
    public ForwardTarget? StandInFor(in Delivery delivery) =>
        StandIn(PublisherAddress.IsInHeaders(delivery) ? HeaderValues.GetText(delivery.Properties.Headers, HeaderNames.FallbackFrom) : null);

    private ForwardTarget? StandIn(ReadOnlySpan<char> trail)
    {
        for (var i = 0; i < _stands.Length; i++)
        {
            if (_stands[i].Snapshot.HasAnybody && !LastResort.HasLeft(trail, _stands[i].Name)) return _targets[i];
        }

        return null;
    }

    private string Without() => Dead is null
        ? "messages wait at ingress"
        : $"messages that have waited for {Duration.Describe(_config.WhenNone.After)} become dead letters";

    private void Tell(string? consequence)
    {
        Volatile.Write(ref _consequence, consequence);
        if (consequence is null) LogSomebody(_config.Name);
        else LogNobody(_config.Name, consequence);
    }

    [LoggerMessage(2012, LogLevel.Warning, "Nobody is left in group {GroupId}: {Consequence}")]
    private partial void LogNobody(string groupId, string consequence);

    [LoggerMessage(2013, LogLevel.Information, "Somebody is available in group {GroupId} again, and its messages stay")]
    private partial void LogSomebody(string groupId);
}
