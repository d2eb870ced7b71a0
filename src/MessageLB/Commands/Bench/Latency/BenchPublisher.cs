using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>
/// Publishes the messages of a workload when they are due, whatever becomes of those before (an open loop). One that falls behind
/// sends at once and is not spared: times count from when messages were due.
/// </summary>
internal sealed class BenchPublisher(LatencyStage stage) : IPublishOutcomeHandler
{
    private readonly BenchMessages _messages = new(stage.Group, stage.Options.Size);
    private readonly MessageProperties _properties = new();

    /// <summary>Publishes everything; returns when all of it is completed.</summary>
    /// <param name="session">Session to publish in.</param>
    /// <param name="start">Start of the arrivals, as a timestamp.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(ITransportSession session, long start, CancellationToken stop)
    {
        await using var publisher = await session.CreatePublisherAsync(new PublisherOptions(), this, stop);
        for (var number = 0; number < stage.Workload.Count; number++)
        {
            var due = start + (long)(stage.Workload.Arrivals[number].TotalSeconds * stage.Time.TimestampFrequency);
            await stage.Timer.WaitUntilAsync(due);
            stop.ThrowIfCancellationRequested();
            stage.Books.Publish(number, stage.Time.GetElapsedTime(due));
            _properties.Clear();
            var body = _messages.Make(number, _properties);
            await publisher.PublishAsync(Names.IngressExchange, _messages.RoutingKey, _properties, body, (ulong)number);
        }

        // The publisher stays until the end: outcomes come back to it.
        await stage.Books.End.WaitAsync(stop);
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        // An unknown one is the end of the session, which is told with its own reason.
        if (outcome is PublishOutcome.Confirmed or PublishOutcome.Unknown) return;
        stage.Books.Fail(new CommandFailedException(ExitCodes.Unavailable, $"Message {correlation} was not taken by the broker ({outcome.ToString().ToLowerInvariant()}); the measurement is void."));
    }
}
