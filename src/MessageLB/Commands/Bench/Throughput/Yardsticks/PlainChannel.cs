using MessageLB.Core.Configuration;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>A channel with a connection of its own, made as anybody makes one with RabbitMQ.Client.</summary>
internal sealed class PlainChannel : IAsyncDisposable
{
    private readonly IConnection _connection;

    private PlainChannel(IConnection connection, IChannel channel) => (_connection, Channel) = (connection, channel);

    /// <summary>The channel.</summary>
    public IChannel Channel { get; }

    /// <exception cref="CommandFailedException">The broker does not answer.</exception>
    public static async Task<PlainChannel> OpenAsync(ClusterAddress broker, string name, CreateChannelOptions? options, CancellationToken stop)
    {
        try
        {
            var connection = await new ConnectionFactory { Uri = broker.Uri, AutomaticRecoveryEnabled = false }.CreateConnectionAsync(name, stop);
            return new PlainChannel(connection, await connection.CreateChannelAsync(options, stop));
        }
        catch (Exception e) when (e is BrokerUnreachableException or OperationInterruptedException)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"The broker at {broker} took no connection: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
