using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>
/// The hop that a good engineer writes by hand, and our yardstick: consume, publish round robin with mandatory and pipelined confirms,
/// acknowledge the contiguous confirmed prefix with <c>multiple</c>. One consuming and one publishing connection, no header rewriting,
/// no health, no credit, no reconnect; a message that is returned or refused ends it.
/// </summary>
internal sealed class BareHop : AsyncDefaultBasicConsumer, IAsyncDisposable
{
    public const int Prefetch = 500;
    public const int MaxUnconfirmed = 100;

    private const ulong Mask = 1023; // the ring has more places than messages can be unconfirmed

    private static readonly CachedString DefaultExchange = new(string.Empty);

    private readonly SemaphoreSlim _room = new(MaxUnconfirmed);
    private readonly ulong[] _tagOf = new ulong[Mask + 1];
    private readonly bool[] _confirmed = new bool[Mask + 1];
    private readonly BasicProperties _properties = new() { Persistent = true };
    private readonly CachedString[] _queues;
    private readonly PlainChannel _consume;
    private readonly PlainChannel _publish;
    private ulong _published;
    private ulong _settled;

    private BareHop(PlainChannel consume, PlainChannel publish, IEnumerable<string> queues, ThroughputBooks books)
        : base(consume.Channel)
    {
        (_consume, _publish) = (consume, publish);
        _queues = [.. queues.Select(queue => new CachedString(queue))];
        _publish.Channel.BasicAcksAsync += OnAckAsync;
        _publish.Channel.BasicNacksAsync += (_, _) => FailAsync("The broker refused a message of the hop.");
        _publish.Channel.BasicReturnAsync += (_, e) => FailAsync($"The broker returned a message of the hop: {e.ReplyText}");
        _publish.Channel.ChannelShutdownAsync += (_, e) => FailAsync($"The connection of the hop ended: {e.ReplyText}");

        Task FailAsync(string reason)
        {
            books.Fail(new CommandFailedException(ExitCodes.Unavailable, reason));
            return Task.CompletedTask;
        }
    }

    /// <summary>Starts it from the ingress queue to these queues.</summary>
    public static async Task<BareHop> StartAsync(ThroughputStage stage, IEnumerable<string> queues, CancellationToken stop)
    {
        var consume = await PlainChannel.OpenAsync(stage.Broker.Address, "messagelb-bench hop consume", null, stop);
        var confirms = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false);
        var publish = await PlainChannel.OpenAsync(stage.Broker.Address, "messagelb-bench hop publish", confirms, stop);
        var hop = new BareHop(consume, publish, queues, stage.Books);
        await consume.Channel.BasicQosAsync(0, Prefetch, false, stop);
        await consume.Channel.BasicConsumeAsync(stage.Ingress, autoAck: false, hop, stop);
        return hop;
    }

    public override async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        await _room.WaitAsync(CancellationToken.None);
        _tagOf[++_published & Mask] = deliveryTag;
        _properties.MessageId = properties.MessageId;
        _properties.ContentType = properties.ContentType;
        await _publish.Channel.BasicPublishAsync(DefaultExchange, _queues[_published % (ulong)_queues.Length], mandatory: true, _properties, body, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _consume.DisposeAsync();
        await _publish.DisposeAsync();
    }

    private async Task OnAckAsync(object sender, BasicAckEventArgs e)
    {
        for (var s = e.Multiple ? _settled + 1 : e.DeliveryTag; s <= e.DeliveryTag; s++) _confirmed[s & Mask] = true;
        var before = _settled;
        for (; _confirmed[(_settled + 1) & Mask]; _settled++) _confirmed[(_settled + 1) & Mask] = false;
        if (_settled == before) return;
        _room.Release((int)(_settled - before));
        await Channel.BasicAckAsync(_tagOf[_settled & Mask], multiple: true);
    }
}
