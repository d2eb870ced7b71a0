namespace MessageLB.Core.Explaining;

/// <summary>Which rule kept a destination out of a decision.</summary>
public enum ExclusionCause
{
    /// <summary>It is not ready: lost, draining, in maintenance, suspended and so on.</summary>
    NotReady,

    /// <summary>It gets only what nobody else has credit for.</summary>
    Reserve,

    /// <summary>Its weight is 0.</summary>
    WeightZero,

    /// <summary>Its window is full.</summary>
    NoCredit,

    /// <summary>It became ready while the decision was made.</summary>
    JustReady,

    /// <summary>It had credit and the policy left it out.</summary>
    Policy,
}
