using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Administration;

/// <summary>Hands people's words to the groups.</summary>
internal sealed class GroupAdministration(DestinationRegistry registry) : IAdministration
{
    public bool Set(string group, string destination, AdministrativeState state, string by)
    {
        var found = registry.Find(group) ?? throw new ArgumentException($"There is no group '{group}'.", nameof(group));
        return found.Administer(destination, state, state switch
        {
            AdministrativeState.Draining => $"drained by {by}",
            AdministrativeState.Maintenance => $"taken out of service by {by}",
            _ => $"brought back by {by}",
        });
    }
}
