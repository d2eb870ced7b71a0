using MessageLB.Testing;
using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>A handler whose calls the test sees and finishes one by one; cancellation ends them too.</summary>
internal sealed class GatedHandler : IMessageHandler
{
    public Recorder<HandlerCall> Calls { get; } = new("handler calls");

    public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var call = new HandlerCall(message, message.Body.ToArray(), cancellationToken);
        Calls.Add(call);
        return await call.Result.WaitAsync(cancellationToken);
    }
}
