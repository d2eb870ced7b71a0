using MessageLB.Dispatcher.Status;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>Contact with the broker as status shows it. Thread-safe.</summary>
/// <param name="transport">The transport.</param>
internal sealed class BrokerState(ITransport transport)
{
    private volatile BrokerStatus _status = new(transport.Name, transport.Address, Connected: false, Blocked: null, Fault: "not connected yet", Sessions: 0);

    public BrokerStatus Status => _status;

    public void Connected() => Change(static s => s with { Connected = true, Fault = null, Blocked = null, Sessions = s.Sessions + 1 });

    public void Disconnected(string fault) => Change(s => s with { Connected = false, Fault = fault, Blocked = null });

    public void Blocked(string? reason) => Change(s => s with { Blocked = reason });

    private void Change(Func<BrokerStatus, BrokerStatus> change)
    {
        BrokerStatus seen;
        do
        {
            seen = _status;
        }
        while (Interlocked.CompareExchange(ref _status, change(seen), seen) != seen);
    }
}
