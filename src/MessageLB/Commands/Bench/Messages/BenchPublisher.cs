using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench;

/// <summary>
/// Publishes numbered messages when they are due, whatever becomes of those before (an open loop). One that falls behind
/// sends at once and is not spared: times count from when messages were due.
/// </summary>
/// <param name="messages">The messages.</param>
/// <param name="arrivals">When each is due, from the start, rising.</param>
/// <param name="books">Where it is entered.</param>
/// <param name="timer">Wakes from waits.</param>
/// <param name="time">Clock.</param>
internal sealed class BenchPublisher(BenchMessages messages, IReadOnlyList<TimeSpan> arrivals, IPublishBooks books, PreciseTimer timer, TimeProvider time) : IPublishOutcomeHandler
{
    private readonly MessageProperties _properties = new();

    /// <summary>Publishes; returns when everything is completed.</summary>
    /// <param name="session">Session to publish in.</param>
    /// <param name="first">Number of the first message; those before it are published already.</param>
    /// <param name="start">Start of the arrivals, as a timestamp.</param>
    /// <param name="stop">Ends it early.</param>
    public async Task RunAsync(ITransportSession session, int first, long start, CancellationToken stop)
    {
        await using var publisher = await session.CreatePublisherAsync(new PublisherOptions(), this, stop);
        for (var number = first; number < arrivals.Count; number++)
        {
            var due = start + (long)(arrivals[number].TotalSeconds * time.TimestampFrequency);
            await timer.WaitUntilAsync(due);
            stop.ThrowIfCancellationRequested();
            books.Publish(number, time.GetElapsedTime(due));
            _properties.Clear();
            var body = messages.Make(number, _properties);
            await publisher.PublishAsync(Names.IngressExchange, messages.RoutingKey, _properties, body, (ulong)number);
        }

        // The publisher stays until the end: outcomes come back to it.
        await books.End.WaitAsync(stop);
    }

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        // An unknown one is the end of the session, which is told with its own reason.
        if (outcome is PublishOutcome.Confirmed or PublishOutcome.Unknown) return;
        books.Fail(new CommandFailedException(ExitCodes.Unavailable, $"Message {correlation} was not taken by the broker ({outcome.ToString().ToLowerInvariant()}); the measurement is void."));
    }
}
