namespace MessageLB.Core.Retries;

/// <summary>What can be done with a message that came to ingress.</summary>
public enum NextStepKind
{
    /// <summary>Hand it to a destination.</summary>
    HandOver,

    /// <summary>Let it wait.</summary>
    Wait,

    /// <summary>Make a dead letter of it.</summary>
    Dead,
}
