namespace MessageLB.Core.Configuration;

/// <summary>What a rate limit counts together.</summary>
public enum LimitScope
{
    /// <summary>All messages of the group.</summary>
    Group,

    /// <summary>The messages of each tenant.</summary>
    Tenant,
}
