namespace MessageLB.Core.Groups;

/// <summary>What conditions have in common.</summary>
public static class DestinationConditions
{
    /// <summary>Whether something is wrong with it, so that it gets nothing: lost, hung, ejected, suspended, or failed by its own word or its probes'.</summary>
    public static bool IsDown(this DestinationCondition condition) => condition is
        DestinationCondition.Lost or DestinationCondition.Hung or DestinationCondition.Ejected or DestinationCondition.Failed or DestinationCondition.Suspended;

    /// <summary>Whether it gets nothing because somebody wants it so: it drains, has drained, is in maintenance, or has left.</summary>
    public static bool IsPlanned(this DestinationCondition condition) => condition is
        DestinationCondition.Draining or DestinationCondition.Drained or DestinationCondition.Maintenance or DestinationCondition.Left;
}
