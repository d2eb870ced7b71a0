using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Frames;

/// <summary>A session with one receiver. It hands over what the test says, and keeps the books of a broker: settling twice throws.</summary>
internal sealed class PlayedReceiver : ITransportSession, IReceiver
{
    private readonly CancellationTokenSource _ended = new();
    private readonly SortedSet<ulong> _unsettled = [];
    private IDeliveryHandler _handler = null!;
    private ulong _tag;

    /// <summary>What the broker was told, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>How each of its deliveries was settled.</summary>
    public Dictionary<ulong, FrameEnding> Settled { get; } = [];

    public CancellationToken Ended => _ended.Token;

    public string? EndReason => null;

    public ITopology Topology => throw new NotSupportedException();

    public IControlBus Control => throw new NotSupportedException();

    public IPresence Presence => throw new NotSupportedException();

    public static byte[] Frame(params string[] ids)
    {
        var writer = new FrameWriter();
        foreach (var id in ids)
        {
            if (writer.TryAdd(new MessageProperties { MessageId = id }, "body"u8) != FrameAdd.Added) throw new ArgumentException("It does not fit.", nameof(ids));
        }

        return writer.Seal().ToArray();
    }

    /// <summary>Hands over a frame.</summary>
    public Task DeliverFrameAsync(ReadOnlyMemory<byte> frame) => DeliverAsync(
        new MessageProperties { ContentType = FrameFormat.ContentType, Headers = new Dictionary<string, object?> { ["messagelb-frame"] = "1"u8.ToArray() } }, frame);

    /// <summary>Hands over a message that came alone.</summary>
    public Task DeliverAsync(MessageProperties properties, ReadOnlyMemory<byte> body = default)
    {
        _unsettled.Add(++_tag);
        return _handler.HandleAsync(new Delivery(_tag, string.Empty, "q", false, properties, body)).AsTask();
    }

    public void End(string reason) => _ended.Cancel();

    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken)
    {
        _handler = handler;
        return new ValueTask<IReceiver>(this);
    }

    public ValueTask<IPublisher> CreatePublisherAsync(PublisherOptions options, IPublishOutcomeHandler outcomes, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<bool> AckAsync(ulong tag, bool multiple) => Settle($"ack {tag}{(multiple ? " and before" : "")}", FrameEnding.Ack, multiple ? [.. _unsettled.Where(t => t <= tag)] : [tag]);

    public ValueTask<bool> RejectAsync(ulong tag) => Settle($"reject {tag}", FrameEnding.Reject, [tag]);

    public ValueTask<bool> ReturnAsync(ulong tag) => Settle($"return {tag}", FrameEnding.Return, [tag]);

    public ValueTask StopAsync()
    {
        Calls.Add("stop");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Calls.Add("close");
        return ValueTask.CompletedTask;
    }

    private ValueTask<bool> Settle(string call, FrameEnding ending, ulong[] tags)
    {
        if (Ended.IsCancellationRequested) return new ValueTask<bool>(false);
        Calls.Add(call);
        foreach (var tag in tags)
        {
            if (!_unsettled.Remove(tag)) throw new InvalidOperationException($"PRECONDITION_FAILED - unknown delivery tag {tag}");
            Settled.Add(tag, ending);
        }

        return new ValueTask<bool>(true);
    }
}
