namespace MessageLB.Core.Configuration;

/// <summary>What becomes of messages while nobody is available, in their own group or in one to fall back to.</summary>
public enum NobodyAction
{
    /// <summary>They wait at ingress.</summary>
    Hold,

    /// <summary>Those that have waited for too long become dead letters.</summary>
    DeadLetter,
}
