namespace MessageLB.InMemory.Sessions;

/// <summary>A held presence token and who watches it. Guarded by the lock of <see cref="PresenceBoard"/>.</summary>
internal sealed class PresenceToken(InMemorySession holder)
{
    public InMemorySession Holder => holder;

    public List<PresenceWatch> Watches { get; } = [];
}
