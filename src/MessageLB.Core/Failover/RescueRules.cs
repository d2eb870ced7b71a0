using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;

namespace MessageLB.Core.Failover;

/// <summary>Whose messages are rescued, and when.</summary>
public static class RescueRules
{
    /// <summary>Whether what waits at a destination in this condition is handed to others: nobody there is going to do it.</summary>
    public static bool AppliesTo(DestinationCondition condition) =>
        condition is DestinationCondition.Lost or DestinationCondition.Left or DestinationCondition.Failed or DestinationCondition.Hung
            or DestinationCondition.Ejected or DestinationCondition.Maintenance;

    /// <summary>How long after the loss a rescue may begin in this group; null if it never may.</summary>
    public static TimeSpan? Delay(GroupConfig group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!group.Failover || !group.Quality.FailoverSupport) return null;
        return group.Sticky switch
        {
            { OnFailure: StickyFailure.Strict } => null,
            { OnFailure: StickyFailure.Wait } sticky => sticky.Wait,
            _ => TimeSpan.Zero,
        };
    }
}
