using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A handler that ignores its cancellation and ends when the test says so.</summary>
internal sealed class StubbornHandler(Task<HandlerResult> result) : IMessageHandler
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task;

    public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        _started.TrySetResult();
        return await result;
    }
}
