using MessageLB.CommandLine.Commands.Bench.Failover;
using MessageLB.Frames;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class WitnessedPublisherTests : IPublisher, IPublishOutcomeHandler
{
    private readonly FailoverWitness _witness = new(new ManualTimeProvider());
    private readonly List<ulong> _outcomes = [];
    private readonly WitnessedPublisher _publisher;

    public WitnessedPublisherTests()
    {
        _publisher = new WitnessedPublisher(this, _witness);
        _publisher.Attach(this);
    }

    [Fact]
    public async Task Publish_FramesToTheWatchedWorkerAndThenToAnother_CountsTheMessagesInThem()
    {
        await PublishFrameAsync("a", 1, "m0", "m1");
        _witness.Begin("a");
        await PublishFrameAsync("a", 2, "m2", "m3", "m4");
        await PublishFrameAsync("b", 3, "m1", "m9", "m3");
        Assert.False(_witness.IsSettled);

        _publisher.OnOutcome(3, PublishOutcome.Confirmed);

        Assert.True(_witness.IsSettled);
        Assert.Equal((3, 2), (_witness.Read().Picked, _witness.Read().Again));
        Assert.Equal([3ul], _outcomes);
    }

    [Fact]
    public async Task Publish_MessagesOfAFrameAlone_CountsThem()
    {
        _witness.Begin("a");
        await PublishFrameAsync("a", 1, "m0", "m1");

        await _publisher.PublishAsync(string.Empty, "b", new MessageProperties { MessageId = "m1" }, default, 2);
        _publisher.OnOutcome(2, PublishOutcome.Confirmed);

        Assert.Equal((2, 1), (_witness.Read().Picked, _witness.Read().Again));
    }

    private async Task PublishFrameAsync(string queue, ulong correlation, params string[] messages)
    {
        var frame = new FrameWriter();
        foreach (var message in messages) frame.TryAdd(new MessageProperties { MessageId = message }, "body"u8);
        var properties = new MessageProperties { MessageId = "frame", ContentType = FrameFormat.ContentType, Headers = new Dictionary<string, object?> { [HeaderNames.Frame] = FrameFormat.Mark } };
        await _publisher.PublishAsync(string.Empty, queue, properties, frame.Seal(), correlation);
    }

    ValueTask IPublisher.PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body, ulong correlation) => ValueTask.CompletedTask;

    ValueTask IAsyncDisposable.DisposeAsync() => ValueTask.CompletedTask;

    void IPublishOutcomeHandler.OnOutcome(ulong correlation, PublishOutcome outcome) => _outcomes.Add(correlation);
}
