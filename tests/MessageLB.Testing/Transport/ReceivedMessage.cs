using System.Text;
using MessageLB.Transport;

namespace MessageLB.Testing;

/// <summary>A copy of a delivery that outlives its handler.</summary>
public sealed record ReceivedMessage(ulong Tag, string Exchange, string RoutingKey, bool Redelivered, MessageProperties Properties, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Copies a delivery.</summary>
    public static ReceivedMessage Of(in Delivery delivery)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        return new ReceivedMessage(delivery.Tag, delivery.Exchange, delivery.RoutingKey, delivery.Redelivered, properties, delivery.Body.ToArray());
    }

    /// <summary>What failures show.</summary>
    public override string ToString() => $"#{Tag} '{(Body.Length <= 40 ? Text : $"{Body.Length} bytes")}' via {Exchange}/{RoutingKey}{(Redelivered ? " again" : string.Empty)}";
}
