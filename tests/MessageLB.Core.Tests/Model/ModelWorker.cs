using System.Globalization;
using MessageLB.Core.Groups;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>A worker of the model: takes from its queue, and does with a message what chance says.</summary>
internal sealed class ModelWorker(DestinationState destination, ModelBroker broker, ModelRun run)
{
    private readonly List<ModelMessage> _inHand = [];

    public DestinationState Destination { get; } = destination;

    public bool Lives { get; private set; } = true;

    public int InHand => _inHand.Count;

    public void Take()
    {
        if (Lives && _inHand.Count < 3 && broker.Take(Destination.Queue) is { } message) _inHand.Add(message);
    }

    public void Settle(Random random, double failing)
    {
        if (!Lives || _inHand.Count == 0) return;
        var message = _inHand[random.Next(_inHand.Count)];
        var fate = random.NextDouble();
        if (message.Id.StartsWith("poison", StringComparison.Ordinal)) Die();
        else if (fate < failing / 3) Reject(message);
        else if (fate < failing) Retry(message, "Boom: by chance");
        else if (fate < failing + 0.02) SendBack(message);
        else Done(message);
    }

    /// <summary>Its process dies: the broker has everything back.</summary>
    public void Die()
    {
        for (var i = _inHand.Count - 1; i >= 0; i--) broker.GiveBack(Destination.Queue, _inHand[i]);
        _inHand.Clear();
        Lives = false;
    }

    public void Return() => Lives = true;

    private void Done(ModelMessage message)
    {
        run.Completed(message);
        Settled(message);
    }

    private void Reject(ModelMessage message)
    {
        broker.Reject(Destination.Queue, message);
        Settled(message);
    }

    private void Retry(ModelMessage message, string error)
    {
        var properties = Copy(message);
        properties.Headers![HeaderNames.Attempt] = (int.Parse((string)properties.Headers[HeaderNames.Attempt]!, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        properties.Headers[HeaderNames.Error] = error;
        broker.Publish(string.Empty, Names.RetryQueue("orders"), properties);
        Settled(message);
    }

    private void SendBack(ModelMessage message)
    {
        broker.Publish(string.Empty, Names.IngressQueue("orders"), Copy(message));
        Settled(message);
    }

    private void Settled(ModelMessage message)
    {
        _inHand.Remove(message);
        Destination.Credit.Return(1);
    }

    private static MessageProperties Copy(ModelMessage message)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(message.Properties);
        return properties;
    }
}
