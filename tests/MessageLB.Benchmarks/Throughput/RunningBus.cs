using MassTransit;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;
using MessageLB.RabbitMq;
using MessageLB.Transport;

namespace MessageLB.Benchmarks.Throughput;

/// <summary>A bus of MassTransit with one receive endpoint, on a queue that is declared as MessageLB declares it.</summary>
internal sealed class RunningBus : IAsyncDisposable
{
    private const int DefaultPort = 5672;

    private readonly ThroughputBroker _broker;
    private readonly IBusControl _bus;
    private readonly string _exchange;

    private RunningBus(ThroughputBroker broker, IBusControl bus, string exchange) => (_broker, _bus, _exchange) = (broker, bus, exchange);

    public static async Task<RunningBus> StartAsync(ThroughputBroker broker, QueueSpec queue, Action<IRabbitMqReceiveEndpointConfigurator> endpoint, CancellationToken stop)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            Connect(bus, broker.Address.Uri);
            bus.UseRawJsonSerializer(isDefault: true);
            bus.ReceiveEndpoint(queue.Name, receive =>
            {
                // Else it would be bound to exchanges of the messages' types, which nobody sends to here.
                receive.ConfigureConsumeTopology = false;
                foreach (var (name, value) in QueueArguments.Of(queue)) receive.SetQueueArgument(name, value);
                // Else queues for what fails would be left at the broker. What is lost here is missed by the books.
                receive.DiscardFaultedMessages();
                receive.DiscardSkippedMessages();
                endpoint(receive);
            });
        });
        await bus.StartAsync(stop);
        return new RunningBus(broker, bus, queue.Name);
    }

    /// <summary>Stops, and deletes the exchange that MassTransit puts before a queue.</summary>
    public async ValueTask DisposeAsync()
    {
        await _bus.StopAsync();
        await using var plain = await PlainChannel.OpenAsync(_broker.Address, "messagelb-cleanup masstransit", null, CancellationToken.None);
        await plain.Channel.ExchangeDeleteAsync(_exchange);
    }

    private static void Connect(IRabbitMqBusFactoryConfigurator bus, Uri broker)
    {
        var login = broker.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToList();
        var path = Uri.UnescapeDataString(broker.AbsolutePath.TrimStart('/'));
        bus.Host(broker.Host, (ushort)(broker.Port > 0 ? broker.Port : DefaultPort), path.Length == 0 ? "/" : path, "messagelb-bench masstransit", host =>
        {
            if (login[0].Length > 0) host.Username(login[0]);
            if (login.Count == 2) host.Password(login[1]);
        });
    }
}
