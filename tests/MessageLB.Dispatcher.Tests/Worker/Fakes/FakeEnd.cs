namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>Tells when it is disposed.</summary>
internal sealed class FakeEnd(Action disposed) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        disposed();
        return ValueTask.CompletedTask;
    }
}
