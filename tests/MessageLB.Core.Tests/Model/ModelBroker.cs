using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>
/// Queues with what the real broker promises and not more: a published message is in its queue or returned; what is given out and not settled
/// when its session ends is back at the head, in order and marked; what is rejected or expires goes where the queue says, with a record.
/// </summary>
internal sealed class ModelBroker
{
    private const int DeliveryLimit = 20;

    private readonly Dictionary<string, LinkedList<ModelMessage>> _queues = [];

    /// <summary>Time, in milliseconds.</summary>
    public long Now { get; private set; }

    /// <summary>Messages that came back too often. No worker reports them.</summary>
    public int BeyondLimit { get; private set; }

    /// <summary>Whether nothing waits for its next attempt.</summary>
    public bool IsWaitless => _queues.All(q => !IsDelay(q.Key) || q.Value.Count == 0);

    public int Count(string queue) => _queues[queue].Count;

    public bool Exists(string queue) => _queues.ContainsKey(queue);

    public void Delete(string queue) => _queues.Remove(queue);

    /// <summary>The broker starts again: what is transient is gone.</summary>
    public void Restart()
    {
        foreach (var (_, messages) in _queues.Where(q => IsHold(q.Key))) messages.Clear();
    }

    /// <summary>Ids of the messages in queues that outlive a restart.</summary>
    public HashSet<string> Stored() => [.. _queues.Where(q => !IsHold(q.Key)).SelectMany(q => q.Value).Select(m => m.Id)];

    public void Declare(string queue) => _queues.TryAdd(queue, new LinkedList<ModelMessage>());

    /// <summary>Puts a message into the queue that exchange and key lead to; false if there is none.</summary>
    public bool Publish(string exchange, string key, MessageProperties properties)
    {
        var own = new MessageProperties();
        own.CopyFrom(properties);
        var queue = exchange.Length == 0 ? key : exchange == Names.DeadExchange ? Names.DeadQueue(key) : exchange == Names.IngressExchange ? Names.IngressQueue("orders") : exchange;
        if (!_queues.TryGetValue(queue, out var messages)) return false;
        messages.AddLast(new ModelMessage(exchange, key, own) { ExpiresAt = IsDelay(queue) ? Now + LengthOf(queue) : long.MaxValue });
        return true;
    }

    public ModelMessage? Take(string queue)
    {
        if (_queues[queue].First is not { } first) return null;
        _queues[queue].RemoveFirst();
        return first.Value;
    }

    public void GiveBack(string queue, ModelMessage message)
    {
        message.Redelivered = true;
        if (!IsWork(queue) || ++message.Returns <= DeliveryLimit)
        {
            _queues[queue].AddFirst(message);
            return;
        }

        BeyondLimit++;
        Bury(queue, message, "delivery_limit", Names.RetryQueue("orders"));
    }

    /// <summary>What a worker rejects goes to its group's retry queue, what a dispatcher rejects to the dead letters.</summary>
    public void Reject(string queue, ModelMessage message)
    {
        var key = IsWork(queue) ? Names.RetryQueue("orders") : Names.DeadQueue("orders");
        Bury(queue, message, "rejected", key);
    }

    /// <summary>Time passes, and waits end.</summary>
    public void Pass(long milliseconds)
    {
        Now += milliseconds;
        foreach (var (name, messages) in _queues.Where(q => IsDelay(q.Key)).ToList())
        {
            while (messages.First is { } head && head.Value.ExpiresAt <= Now)
            {
                messages.RemoveFirst();
                Bury(name, head.Value, "expired", head.Value.RoutingKey);
            }
        }
    }

    private static bool IsWork(string queue) => queue.StartsWith("messagelb.work.", StringComparison.Ordinal);

    private static bool IsHold(string queue) => queue.StartsWith("messagelb.hold.", StringComparison.Ordinal);

    private static bool IsDelay(string queue) => queue.StartsWith("messagelb.delay.", StringComparison.Ordinal);

    private static long LengthOf(string queue) => long.Parse(queue["messagelb.delay.".Length..], System.Globalization.CultureInfo.InvariantCulture);

    // A message that went in a circle without anybody's help is dropped, as RabbitMQ does.
    private void Bury(string queue, ModelMessage message, string reason, string key)
    {
        var headers = message.Properties.Headers ??= new Dictionary<string, object?>();
        var deaths = headers.TryGetValue("x-death", out var known) ? (List<object?>)known! : [];
        if (reason == "expired" && deaths.Cast<Dictionary<string, object?>>().Any(d => (string?)d["queue"] == queue && (string?)d["reason"] == "expired"))
            throw new InvalidOperationException($"{message.Id} goes in a circle through {queue}, and would be dropped.");
        headers["x-death"] = new List<object?>([new Dictionary<string, object?> { ["queue"] = queue, ["reason"] = reason }, .. deaths]);
        message.Properties.Expiration = null;
        if (!Publish(string.Empty, key, message.Properties)) throw new InvalidOperationException($"{queue} has nowhere to put its dead letters.");
    }
}
