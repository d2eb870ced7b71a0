using System.Diagnostics;

namespace MessageLB.Core.Groups;

/// <summary>A group as picks see it: one reference, read once per pick. Published by its <see cref="GroupUpdater"/> alone.</summary>
/// <param name="name">Name of the group.</param>
public sealed class GroupState(string name)
{
    private volatile GroupSnapshot _snapshot = GroupSnapshot.Empty;

    /// <summary>Name of the group.</summary>
    public string Name { get; } = name;

    /// <summary>The destinations that may get messages now.</summary>
    public GroupSnapshot Snapshot => _snapshot;

    internal void Publish(GroupSnapshot next)
    {
        Debug.Assert(next.Version > _snapshot.Version, "only the group's updater publishes, in order");
        _snapshot = next;
    }
}
