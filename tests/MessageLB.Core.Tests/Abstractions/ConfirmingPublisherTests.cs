using MessageLB.InMemory;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Core.Tests.Abstractions;

public sealed class ConfirmingPublisherTests : IAsyncDisposable
{
    private readonly InMemoryTransport _transport = new(new InMemoryOptions { MaxMessageSize = 1000 });
    private ITransportSession? _session;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
    }

    [Fact]
    public async Task Publish_ManyCallersAtOnce_EachGetsItsOwnOutcome()
    {
        await using var publisher = await CreateAsync();
        var targets = Enumerable.Range(0, 2000).Select(i => i % 3 == 0 ? "missing" : "queue").ToArray();

        var outcomes = await Task.WhenAll(targets.AsParallel().AsOrdered().Select(queue => PublishAsync(publisher, queue)));

        Assert.Equal(targets.Select(queue => queue == "queue" ? PublishOutcome.Confirmed : PublishOutcome.Returned), outcomes);
    }

    [Fact]
    public async Task Publish_TooLarge_ThrowsAndTheNextIsConfirmed()
    {
        await using var publisher = await CreateAsync();

        await Assert.ThrowsAsync<MessageTooLargeException>(() => PublishAsync(publisher, "queue", size: 1001));

        Assert.Equal(PublishOutcome.Confirmed, await PublishAsync(publisher, "queue", size: 1000));
    }

    [Fact]
    public async Task Publish_SessionEndsMeanwhile_IsUnknown()
    {
        await using var publisher = await CreateAsync();
        _transport.BlockedReason = "low on memory";
        var waiting = Enumerable.Range(0, 10).Select(_ => PublishAsync(publisher, "queue")).ToArray();

        _transport.EndAllSessions("connection reset");

        Assert.All(await Task.WhenAll(waiting), outcome => Assert.Equal(PublishOutcome.Unknown, outcome));
        await Assert.ThrowsAsync<SessionEndedException>(() => PublishAsync(publisher, "queue"));
    }

    [Fact]
    public async Task Publish_CancelledBeforeItsTurn_IsNotSent()
    {
        await using var publisher = await CreateAsync();
        _transport.BlockedReason = "low on memory";
        // As many as the transport takes unconfirmed, and one more that waits inside it, so that the next waits for its turn.
        var sent = Enumerable.Range(0, new PublisherOptions().MaxUnconfirmed + 1).Select(_ => PublishAsync(publisher, "queue")).ToArray();
        using var cancelled = new CancellationTokenSource();
        var late = PublishAsync(publisher, "queue", token: cancelled.Token);

        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late);
        _transport.BlockedReason = null;
        Assert.All(await Task.WhenAll(sent), outcome => Assert.Equal(PublishOutcome.Confirmed, outcome));
        Assert.Equal(sent.Length, (await _session!.Topology.InspectAsync("queue", Token))!.Value.Ready);
    }

    [Fact]
    public async Task Publish_CancelledAfterItWasSent_StillHasItsOutcome()
    {
        await using var publisher = await CreateAsync();
        _transport.BlockedReason = "low on memory";
        using var cancelled = new CancellationTokenSource();
        var sent = PublishAsync(publisher, "queue", token: cancelled.Token);

        await cancelled.CancelAsync();
        _transport.BlockedReason = null;

        Assert.Equal(PublishOutcome.Confirmed, await sent);
    }

    private async Task<ConfirmingPublisher> CreateAsync()
    {
        _session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await _session.Topology.DeclareQueueAsync(new QueueSpec { Name = "queue" }, Token);
        return await ConfirmingPublisher.CreateAsync(_session, Token);
    }

    private static Task<PublishOutcome> PublishAsync(ConfirmingPublisher publisher, string queue, int size = 1, CancellationToken? token = null) =>
        publisher.PublishAsync(string.Empty, queue, new MessageProperties(), new byte[size], token ?? Token);
}
