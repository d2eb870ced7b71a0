namespace MessageLB.Core.Failover;

/// <summary>What is done for a lost destination.</summary>
public enum RescueAction
{
    /// <summary>Look whether messages wait in its queue.</summary>
    Look,

    /// <summary>Begin to hand over what waits there.</summary>
    Start,
}
