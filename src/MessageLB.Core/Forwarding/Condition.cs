using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.Core.Forwarding;

/// <summary>A condition made ready to be asked of many messages. Everything that it names must hold.</summary>
internal sealed class Condition
{
    private readonly string? _header;
    private readonly TextTest? _value;
    private readonly TextTest? _type;
    private readonly TopicMatcher? _routingKey;

    public Condition(ConditionConfig config)
    {
        _header = config.Header;
        if (_header is not null) _value = TextTest.OfHeader(config);
        if (config.Types.Count > 0) _type = new TextTest(config.Types, prefix: null, present: true);
        if (config.RoutingKey is { } pattern) _routingKey = new TopicMatcher(pattern);
    }

    public bool IsMet(MessageProperties properties, string routingKey)
    {
        if (_value is not null)
        {
            object? value = null;
            properties.Headers?.TryGetValue(_header!, out value);
            if (!_value.IsMet(value)) return false;
        }

        if (_type is not null && !_type.IsMet(properties.Type)) return false;
        return _routingKey is null || _routingKey.Matches(routingKey);
    }
}
