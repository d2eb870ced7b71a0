using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>Decides as the message's id says, the number at its end apart: <c>done</c>, <c>retry</c>, <c>drop</c>, <c>return</c>; throws for any other.</summary>
internal sealed class ByTextHandler : IMessageHandler
{
    public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) => new(message.MessageId?.TrimEnd([.. "0123456789"]) switch
    {
        "done" => HandlerResult.Done,
        "retry" => HandlerResult.Retry("later"),
        "drop" => HandlerResult.Drop("never"),
        "return" => HandlerResult.Return("elsewhere"),
        _ => throw new InvalidOperationException("broken on purpose"),
    });
}
