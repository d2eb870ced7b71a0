using MessageLB.Transport;

namespace MessageLB.InMemory.Broker;

/// <summary>An exchange: its declaration and its current routing table. Changed under the broker's topology lock, read by anyone.</summary>
internal sealed class Exchange(ExchangeSpec spec)
{
    private volatile RoutingTable _table = new(spec.Type, []);

    public ExchangeSpec Spec => spec;

    public MessageSink[] Route(string routingKey) => _table.Route(routingKey);

    public void Bind(string key, MessageSink sink)
    {
        var binding = new Binding(key, sink);
        if (!_table.Bindings.Contains(binding)) _table = new RoutingTable(spec.Type, [.. _table.Bindings, binding]);
    }

    public void Unbind(string key, MessageSink sink)
    {
        var binding = new Binding(key, sink);
        if (_table.Bindings.Contains(binding)) _table = new RoutingTable(spec.Type, [.. _table.Bindings.Where(b => b != binding)]);
    }

    public void Unbind(MessageSink sink)
    {
        if (_table.Bindings.Any(b => b.Sink == sink)) _table = new RoutingTable(spec.Type, [.. _table.Bindings.Where(b => b.Sink != sink)]);
    }
}
