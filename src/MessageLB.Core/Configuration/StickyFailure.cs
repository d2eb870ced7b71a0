namespace MessageLB.Core.Configuration;

/// <summary>What becomes of a message whose destination cannot take it.</summary>
public enum StickyFailure
{
    /// <summary>It goes elsewhere at once. The key moves only if its destination takes no messages at all.</summary>
    Redistribute,

    /// <summary>It waits for a while, then goes elsewhere.</summary>
    Wait,

    /// <summary>It waits for as long as it takes.</summary>
    Strict,
}
