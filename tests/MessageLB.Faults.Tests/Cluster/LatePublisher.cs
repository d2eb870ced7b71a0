using MessageLB.RabbitMq;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Cluster;

/// <summary>
/// A publisher on a node that lives, to a quorum queue of its own whose leader is on the node that is killed. Its first publish comes just after the kill,
/// which is when RabbitMQ gives a channel a leader that is gone.
/// </summary>
internal sealed class LatePublisher : IAsyncDisposable
{
    private const string Queue = "late";

    private readonly ITransportSession _owner;
    private readonly ITransportSession _session;
    private readonly IPublisher _publisher;
    private readonly RecordingOutcomeHandler _outcomes;

    private LatePublisher(ITransportSession owner, ITransportSession session, IPublisher publisher, RecordingOutcomeHandler outcomes) =>
        (_owner, _session, _publisher, _outcomes) = (owner, session, publisher, outcomes);

    /// <summary>Gets ready.</summary>
    /// <param name="doomed">Address of the node that is going to be killed.</param>
    /// <param name="other">Address of another one.</param>
    public static async Task<LatePublisher> ReadyAsync(Uri doomed, Uri other, CancellationToken cancellationToken)
    {
        var owner = await OpenAsync(doomed, cancellationToken);
        await owner.Topology.DeclareQueueAsync(new QueueSpec { Name = Queue }, cancellationToken);
        var session = await OpenAsync(other, cancellationToken);
        var outcomes = new RecordingOutcomeHandler();
        var publisher = await session.CreatePublisherAsync(new PublisherOptions(), outcomes, cancellationToken);
        return new LatePublisher(owner, session, publisher, outcomes);
    }

    /// <summary>Publishes a message, and again for as long as it is refused; returns when it is confirmed.</summary>
    public async Task ConfirmedAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(limit);
        for (var number = 0UL; ; number++)
        {
            await _publisher.PublishAsync("", Queue, new MessageProperties { Persistent = true }, ReadOnlyMemory<byte>.Empty, number);
            var outcome = await _outcomes.OfAsync(number, either.Token);
            if (outcome == PublishOutcome.Confirmed) return;
            Assert.Equal(PublishOutcome.Refused, outcome);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _publisher.DisposeAsync();
        await _session.DisposeAsync();
        await _owner.DisposeAsync();
    }

    private static ValueTask<ITransportSession> OpenAsync(Uri node, CancellationToken cancellationToken) =>
        new RabbitMqTransport(new RabbitMqOptions { Uri = node }).OpenAsync(new SessionOptions { ClientName = "late" }, cancellationToken);
}
