using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Administration;

/// <summary>Hands people's words to the groups, here and at the other dispatchers.</summary>
internal sealed class GroupAdministration(DestinationRegistry registry) : IAdministration
{
    public bool Set(string group, string destination, AdministrativeState state, string by) => registry.Wishes.Say(group, destination, state, by);
}
