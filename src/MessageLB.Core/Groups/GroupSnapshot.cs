using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Core.Groups;

/// <summary>The destinations that picks may choose from; immutable, replaced as a whole.</summary>
public sealed class GroupSnapshot
{
    internal GroupSnapshot(long version, DestinationState[] eligible)
    {
        Version = version;
        Eligible = eligible;
    }

    /// <summary>Nobody.</summary>
    public static GroupSnapshot Empty { get; } = new(0, []);

    /// <summary>Grows with every snapshot of the group.</summary>
    public long Version { get; }

    /// <summary>Destinations that may get messages, in the order of their slots. Never mutated.</summary>
    [SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "Read once per pick as a span; never mutated after publication.")]
    public DestinationState[] Eligible { get; }
}
