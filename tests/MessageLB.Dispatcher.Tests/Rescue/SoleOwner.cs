using MessageLB.Dispatcher.Peers;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Owner of everything, alone or not.</summary>
internal sealed class SoleOwner : IOwnership
{
    public bool HasOthers { get; set; }

    public bool IsOwner(string group, string destination) => true;
}
