using MessageLB.Worker;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>Notes each message and settles it with what <paramref name="result"/> says.</summary>
internal sealed class BookingHandler(CompletionBook book, Func<Message, HandlerResult>? result = null) : IMessageHandler
{
    public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        var outcome = result?.Invoke(message) ?? HandlerResult.Done;
        if (outcome.Kind == HandlerResultKind.Done) book.Note(message);
        return ValueTask.FromResult(outcome);
    }
}
