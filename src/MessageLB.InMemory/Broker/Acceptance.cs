namespace MessageLB.InMemory.Broker;

/// <summary>What became of a publication.</summary>
internal enum Acceptance
{
    /// <summary>Nothing takes it.</summary>
    Unroutable,

    /// <summary>At least one queue or subscription has taken it.</summary>
    Taken,

    /// <summary>A queue is full.</summary>
    Full,

    /// <summary>The exchange does not exist.</summary>
    NoExchange,
}
