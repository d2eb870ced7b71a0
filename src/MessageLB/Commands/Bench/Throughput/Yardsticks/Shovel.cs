using System.Text.Json.Nodes;

namespace MessageLB.CommandLine.Commands.Bench.Throughput.Yardsticks;

/// <summary>A dynamic shovel from the ingress queue to one other queue, within the broker; disposing takes it away.</summary>
internal sealed class Shovel : IAsyncDisposable
{
    /// <summary>What the broker must run.</summary>
    public const string Plugin = "rabbitmq_shovel";

    /// <summary>Most messages fetched and not confirmed; the plugin's default.</summary>
    public const int Prefetch = 1000;

    private const string Component = "shovel";

    // Without a host it is a connection inside the node, which costs no socket: a shovel at its best.
    private const string SameNode = "amqp://";

    private readonly ThroughputStage _stage;
    private readonly Func<IReadOnlyList<string>, CancellationToken, Task> _control;

    private Shovel(ThroughputStage stage, Func<IReadOnlyList<string>, CancellationToken, Task> control) => (_stage, _control) = (stage, control);

    /// <summary>Starts one; it may move messages before this returns.</summary>
    /// <exception cref="CommandFailedException">The broker refuses it.</exception>
    public static async Task<Shovel> StartAsync(ThroughputStage stage, string queue, CancellationToken stop)
    {
        var control = stage.Broker.Control ?? throw new CommandFailedException(ExitCodes.Usage, "A shovel is set up only at a broker that this command has started itself.");
        var settings = new JsonObject
        {
            ["src-protocol"] = "amqp091",
            ["src-uri"] = SameNode,
            ["src-queue"] = stage.Ingress,
            ["src-prefetch-count"] = Prefetch,
            ["dest-protocol"] = "amqp091",
            ["dest-uri"] = SameNode,
            ["dest-queue"] = queue,
            ["ack-mode"] = "on-confirm",
        };
        await control(["set_parameter", Component, stage.Group, settings.ToJsonString()], stop);
        return new Shovel(stage, control);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _control(["clear_parameter", Component, _stage.Group], CancellationToken.None);
        }
        catch (CommandFailedException e)
        {
            // The broker went away, which ends the measurement by itself; what is told there must not be hidden by this.
            _stage.Note(e.Message);
        }
    }
}
