using MessageLB.Worker;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>The handler of a measured SDK worker, which does no work.</summary>
/// <param name="books">Where completions go.</param>
internal sealed class CompletingHandler(ThroughputBooks books) : IMessageHandler
{
    /// <inheritdoc />
    public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        books.Complete(BenchMessages.NumberOf(message.Body.Span));
        return ValueTask.FromResult(HandlerResult.Done);
    }
}
