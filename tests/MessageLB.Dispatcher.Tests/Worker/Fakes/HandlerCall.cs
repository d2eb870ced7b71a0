using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A call of <see cref="GatedHandler"/> that waits for the test.</summary>
internal sealed class HandlerCall(Message message, byte[] body, CancellationToken cancelled)
{
    private readonly TaskCompletionSource<HandlerResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Message Message { get; } = message;

    /// <summary>The body during the call.</summary>
    public byte[] Body { get; } = body;

    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public CancellationToken Cancelled { get; } = cancelled;

    public Task<HandlerResult> Result => _result.Task;

    public void Finish(HandlerResult result) => _result.TrySetResult(result);

    public void Throw(Exception exception) => _result.TrySetException(exception);

    public override string ToString() => Text;
}
