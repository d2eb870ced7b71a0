using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.InMemory;

public sealed class InMemoryTransportContractTests : TransportContract
{
    protected override string? UserId => "someone";

    protected override ValueTask<ITransport> CreateTransportAsync() => ValueTask.FromResult<ITransport>(new InMemoryTransport());
}
