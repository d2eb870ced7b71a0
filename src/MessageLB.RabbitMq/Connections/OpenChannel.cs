using RabbitMQ.Client;

namespace MessageLB.RabbitMq;

/// <summary>A channel that nobody else has.</summary>
/// <param name="Connection">Its connection.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Prefetch">The prefetch that it has already; 0: none was set.</param>
internal readonly record struct OpenChannel(BrokerConnection Connection, IChannel Channel, int Prefetch);
