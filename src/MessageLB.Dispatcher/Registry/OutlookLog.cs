using MessageLB.Core.Groups;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>Tells once when a group's outlook changes. One thread at a time.</summary>
internal sealed partial class OutlookLog(string group, bool hasTiers, ILogger logger)
{
    private GroupOutlook _last = new(Tier: null, TierReason: null, IsLearning: true, Shortage: null);

    /// <summary>Takes in how the group stands now; true if anything is different.</summary>
    public bool Tell(in GroupOutlook now)
    {
        if (now == _last) return false;
        if (hasTiers && now.Tier != _last.Tier) LogTier(group, _last.Tier, now.Tier, now.TierReason ?? string.Empty);
        // While it learns, who is missing may only not have been heard of.
        var (was, isShort) = (_last is { IsLearning: false, Shortage: not null }, now is { IsLearning: false, Shortage: not null });
        if (isShort && !was) LogShort(group, now.Shortage!);
        if (was && !isShort) LogEnough(group);
        _last = now;
        return true;
    }

    [LoggerMessage(2009, LogLevel.Warning, "Failover tier of group {GroupId}: {From} -> {To}, {Reason}")]
    private partial void LogTier(string groupId, int? from, int? to, string reason);

    [LoggerMessage(2010, LogLevel.Warning, "Group {GroupId} is short of destinations: {Reason}")]
    private partial void LogShort(string groupId, string reason);

    [LoggerMessage(2011, LogLevel.Information, "Group {GroupId} has enough destinations again")]
    private partial void LogEnough(string groupId);
}
