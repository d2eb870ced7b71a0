using System.Globalization;
using System.Text;
using MessageLB.Simulation.Workers;
using MessageLB.Simulation.Workloads;
using MessageLB.Transport;

namespace MessageLB.Simulation.Spreading;

/// <summary>
/// Shows messages to policies as deliveries look: the kind as AMQP type and routing key, the hash key as UTF-8 bytes in a header. The same
/// carriers serve all messages, as the real dispatcher's do. Not thread-safe.
/// </summary>
internal sealed class MessageFacts
{
    private const string DrawnKeyFormat = "D8";
    private const int DrawnKeyLength = 8;

    private readonly string[] _kinds;
    private readonly byte[][] _tracedKeys;
    private readonly byte[] _drawnKey = new byte[DrawnKeyLength];
    private readonly Dictionary<string, object?> _headers = new(StringComparer.Ordinal) { [HeaderNames.Key] = null };
    private readonly MessageProperties _properties = new();

    public MessageFacts(Scenario scenario)
    {
        _kinds = [.. scenario.Kinds.Select(k => k.Name)];
        _tracedKeys = [.. MessageDraws.KeyTexts(scenario).Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Properties of a message; good until the next call.</summary>
    public MessageProperties Of(in SimulatedMessage message, out string routingKey)
    {
        routingKey = _kinds[message.Kind];
        _properties.Type = routingKey.Length == 0 ? null : routingKey;
        _properties.Headers = null;
        if (message.Key < 0) return _properties;
        _properties.Headers = _headers;
        _headers[HeaderNames.Key] = message.Key < _tracedKeys.Length ? _tracedKeys[message.Key] : DrawnKey(message.Key);
        return _properties;
    }

    private byte[] DrawnKey(int key)
    {
        key.TryFormat(_drawnKey, out _, DrawnKeyFormat, CultureInfo.InvariantCulture);
        return _drawnKey;
    }
}
