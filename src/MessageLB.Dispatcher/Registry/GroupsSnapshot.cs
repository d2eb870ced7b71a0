using System.Collections.Frozen;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The groups at one time. Immutable.</summary>
/// <param name="groups">In the order of the configuration.</param>
internal sealed class GroupsSnapshot(IReadOnlyList<GroupRuntime> groups)
{
    public IReadOnlyList<GroupRuntime> InOrder { get; } = groups;

    public FrozenDictionary<string, GroupRuntime> ByName { get; } = groups.ToFrozenDictionary(g => g.State.Name, StringComparer.Ordinal);
}
