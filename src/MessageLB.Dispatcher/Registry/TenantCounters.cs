namespace MessageLB.Dispatcher.Registry;

/// <summary>What a group has done for a tenant since the dispatcher's start, and what waits. Thread-safe.</summary>
/// <param name="name">Name, as configured; <c>other</c> for all that are not.</param>
internal sealed class TenantCounters(string name)
{
    private long _waiting;
    private long _handed;
    private long _delayed;
    private long _refused;

    public string Name { get; } = name;

    public long Waiting => Interlocked.Read(ref _waiting);

    public long Handed => Interlocked.Read(ref _handed);

    public long Delayed => Interlocked.Read(ref _delayed);

    public long Refused => Interlocked.Read(ref _refused);

    public void Came() => Interlocked.Increment(ref _waiting);

    public void Left() => Interlocked.Decrement(ref _waiting);

    public void CountHanded() => Interlocked.Increment(ref _handed);

    public void CountDelayed() => Interlocked.Increment(ref _delayed);

    public void CountRefused() => Interlocked.Increment(ref _refused);
}
