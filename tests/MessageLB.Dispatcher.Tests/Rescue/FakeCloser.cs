using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>Remembers whose connections were to be closed; fails as often as the test says.</summary>
internal sealed class FakeCloser(int failures = 0) : IConnectionCloser
{
    private int _failures = failures;

    public Recorder<string> Asked { get; } = new("calls");

    public Task<int> CloseAsync(string clientName, string reason, CancellationToken cancellationToken)
    {
        Asked.Add(clientName);
        return _failures-- > 0 ? Task.FromException<int>(new MessageLBException("not now")) : Task.FromResult(3);
    }
}
