using MessageLB.Worker;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>The handler of a measured SDK worker.</summary>
/// <param name="stage">The measurement.</param>
/// <param name="worker">Number of the worker.</param>
internal sealed class BenchHandler(LatencyStage stage, int worker) : IMessageHandler
{
    private readonly TimedWork _work = stage.WorkOf(worker);

    /// <inheritdoc />
    public async ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var number = BenchMessages.NumberOf(message.Body.Span);
        stage.Books.Complete(number, worker, await _work.DoAsync(stage.Workload.Work[number], cancellationToken));
        return HandlerResult.Done;
    }
}
