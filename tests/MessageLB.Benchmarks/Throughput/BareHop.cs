using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>
/// The hop that a good engineer writes by hand, and our yardstick: consume, publish round robin with mandatory and pipelined confirms,
/// acknowledge the contiguous confirmed prefix with <c>multiple</c>. One consuming and one publishing connection, no header rewriting,
/// no health, no credit, no reconnect.
/// </summary>
internal sealed class BareHop : IAsyncBasicConsumer, IAsyncDisposable
{
    private const int Prefetch = 500;
    private const int MaxUnconfirmed = 100;

    private readonly SemaphoreSlim _room = new(MaxUnconfirmed);
    private readonly ulong[] _tagOf = new ulong[1024];
    private readonly bool[] _confirmed = new bool[1024];
    private readonly BasicProperties _properties = new() { Persistent = true };
    private readonly CachedString[] _targets;
    private readonly IChannel _consume;
    private readonly IChannel _publish;
    private ulong _published;
    private ulong _settled;
    private int _next;

    private BareHop(IChannel consume, IChannel publish, IEnumerable<string> targets)
    {
        _consume = consume;
        _publish = publish;
        _targets = [.. targets.Select(t => new CachedString(t))];
        _publish.BasicAcksAsync += OnAckAsync;
    }

    public IChannel Channel => _consume;

    public static async Task<BareHop> StartAsync(Uri broker, string ingress, IEnumerable<string> targets)
    {
        var factory = new ConnectionFactory { Uri = broker, AutomaticRecoveryEnabled = false };
        var consume = await (await factory.CreateConnectionAsync("bare-hop consume")).CreateChannelAsync();
        var publish = await (await factory.CreateConnectionAsync("bare-hop publish")).CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false));
        var hop = new BareHop(consume, publish, targets);
        await consume.BasicQosAsync(0, Prefetch, false);
        await consume.BasicConsumeAsync(ingress, autoAck: false, hop);
        return hop;
    }

    public async Task HandleBasicDeliverAsync(string consumerTag, ulong deliveryTag, bool redelivered, string exchange, string routingKey, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        await _room.WaitAsync(CancellationToken.None);
        var sequence = ++_published;
        _tagOf[sequence & 1023] = deliveryTag;
        _confirmed[sequence & 1023] = false;
        _properties.MessageId = properties.MessageId;
        await _publish.BasicPublishAsync(Exchange, _targets[_next++ % _targets.Length], mandatory: true, _properties, body, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in new[] { _consume, _publish }) await channel.DisposeAsync();
    }

    public Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicCancelOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleBasicConsumeOkAsync(string consumerTag, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task HandleChannelShutdownAsync(object channel, ShutdownEventArgs reason) => Task.CompletedTask;

    private static readonly CachedString Exchange = new(string.Empty);

    private async Task OnAckAsync(object sender, BasicAckEventArgs e)
    {
        var first = e.Multiple ? _settled + 1 : e.DeliveryTag;
        for (var s = first; s <= e.DeliveryTag; s++)
        {
            if (_confirmed[s & 1023]) continue;
            _confirmed[s & 1023] = true;
        }

        var before = _settled;
        while (_settled < _published && _confirmed[(_settled + 1) & 1023]) _settled++;
        if (_settled == before) return;
        _room.Release((int)(_settled - before));
        await _consume.BasicAckAsync(_tagOf[_settled & 1023], multiple: true);
    }
}
