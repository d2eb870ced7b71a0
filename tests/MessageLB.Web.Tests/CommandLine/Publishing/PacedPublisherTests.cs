using MessageLB.CommandLine.Publishing;
using MessageLB.Transport;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Publishing;

public sealed class PacedPublisherTests
{
    private readonly ScriptedTransport _transport = new();
    private readonly Listener _listener = new();

    [Fact]
    public async Task Run_EveryOutcomeKnown_IsDoneWithEachNumberResolvedOnce()
    {
        _transport.Script("k2", PublishOutcome.Returned);
        var publisher = Create(5);

        await RunAsync(publisher);

        Assert.Equal([0, 1, 3, 4], _listener.Confirmed);
        Assert.Equal([2], _listener.Returned);
        Assert.Equal((true, 5, 0, 0), (publisher.IsDone, publisher.Sent, publisher.Unresolved, publisher.Repeated));
    }

    [Theory]
    [InlineData(PublishOutcome.Unknown, 0)]
    [InlineData(PublishOutcome.Refused, 1)]
    public async Task Run_NotConfirmedAtFirst_IsRepeatedWithTheSameIdentity(PublishOutcome first, long refused)
    {
        _transport.ScriptOnce("k1", first);
        var publisher = Create(3);

        await RunAsync(publisher);

        Assert.Equal([0, 1, 2], _listener.Confirmed.Order());
        Assert.Equal(["id0", "id1", "id1", "id2"], _transport.Messages.Select(m => m.Properties.MessageId).Order());
        Assert.Equal((1, refused), (publisher.Repeated, publisher.Refused));
    }

    [Fact]
    public async Task Run_SessionEndsWithPublishesUnderWay_NextSessionRepeatsThem()
    {
        _transport.Script("k0", null);
        var publisher = Create(1);
        await using (var session = await OpenAsync())
        {
            using var ended = new CancellationTokenSource();
            var running = publisher.RunAsync(session, ended.Token);
            await ended.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        publisher.OnOutcome(0, PublishOutcome.Unknown);
        _transport.Script("k0", PublishOutcome.Confirmed);
        await RunAsync(publisher);

        Assert.Equal([0], _listener.Confirmed);
        Assert.Equal(2, _transport.Messages.Count);
    }

    [Fact]
    public async Task Close_BeforeTheEnd_SendsNothingNew()
    {
        var publisher = Create(null, onMade: (self, number) =>
        {
            if (number == 9) self.Close();
        });

        await RunAsync(publisher);

        Assert.Equal((true, 10), (publisher.IsDone, publisher.Sent));
        Assert.Equal(10, _listener.Confirmed.Count);
    }

    private PacedPublisher Create(long? count, Action<PacedPublisher, long>? onMade = null)
    {
        PacedPublisher? self = null;
        var source = new Source(count, number => onMade?.Invoke(self!, number));
        return self = new PacedPublisher(source, _listener, 0, TimeProvider.System);
    }

    private async Task RunAsync(PacedPublisher publisher)
    {
        await using var session = await OpenAsync();
        await publisher.RunAsync(session, TestContext.Current.CancellationToken);
    }

    private ValueTask<ITransportSession> OpenAsync() => _transport.OpenAsync(new SessionOptions { ClientName = "test" }, TestContext.Current.CancellationToken);

    private sealed class Source(long? count, Action<long> made) : IMessageSource
    {
        public long? Count => count;

        public ReadOnlyMemory<byte> Make(long number, long due, MessageProperties properties, out string routingKey)
        {
            properties.MessageId = $"id{number}";
            routingKey = $"k{number}";
            made(number);
            return default;
        }
    }

    private sealed class Listener : IPublishListener
    {
        public List<long> Confirmed { get; } = [];

        public List<long> Returned { get; } = [];

        public void OnConfirmed(long number) => Confirmed.Add(number);

        public void OnReturned(long number) => Returned.Add(number);
    }
}
