using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Remembers whose connections were to be closed; fails, and then finds none, as often as the test says.</summary>
internal sealed class FakeCloser(int failures = 0, int unknown = 0) : IConnectionCloser
{
    private int _failures = failures;
    private int _unknown = unknown;

    public Recorder<string> Asked { get; } = new("calls");

    public Task<int> CloseAsync(string clientName, string reason, CancellationToken cancellationToken)
    {
        Asked.Add(clientName);
        if (_failures-- > 0) return Task.FromException<int>(new MessageLBException("not now"));
        return Task.FromResult(_unknown-- > 0 ? 0 : 3);
    }
}
