using Xunit;

namespace MessageLB.Faults.Tests;

/// <summary>Tests that run after all others and one by one: they measure, or nobody may be late for a reason of its own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>Name of the collection.</summary>
    public const string Name = "alone";
}
