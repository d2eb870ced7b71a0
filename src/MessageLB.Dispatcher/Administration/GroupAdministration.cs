using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Administration;

/// <summary>Hands people's words to the groups, here and at the other dispatchers.</summary>
internal sealed class GroupAdministration(DestinationRegistry registry) : IAdministration
{
    public bool Set(string group, string destination, AdministrativeState state, string by) => registry.Wishes.Say(group, destination, state, by);

    public int ResetWeights(string group, string by) =>
        (registry.Find(group) ?? throw new ArgumentException($"There is no group '{group}'.", nameof(group))).ResetWeights($"{by} put the configured weights in force again");
}
