using MassTransit;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>The hop: sends messages on round robin, and completes when the broker has confirmed them; MassTransit acknowledges them then. Thread-safe.</summary>
/// <param name="targets">Where they go.</param>
internal sealed class SendingConsumer(IReadOnlyList<Uri> targets) : IConsumer<NumberedMessage>
{
    private int _next;

    public async Task Consume(ConsumeContext<NumberedMessage> context)
    {
        var target = targets[(int)((uint)Interlocked.Increment(ref _next) % (uint)targets.Count)];
        var endpoint = await context.GetSendEndpoint(target);
        await endpoint.Send(context.Message, context.CancellationToken);
    }
}
