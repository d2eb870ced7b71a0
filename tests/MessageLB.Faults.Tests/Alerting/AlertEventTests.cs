using System.Text.Json;
using MessageLB.Faults.Tests.Processes;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Alerting;

/// <summary>Alerts of a real dispatcher on a real broker's exchange.</summary>
public sealed class AlertEventTests(LocalBroker broker)
{
    private const string Config = "groups:\n  default:\n    routes: ['#']\n    health_monitoring: {alerting: true}\nalerts: {keep_firing_for: 1s}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_WorkerIsKilledAndStartedAgain_TellOfBoth()
    {
        await using var scene = await Scene.OpenAsync(broker);
        await scene.DispatcherAsync(Config);
        scene.Worker("default", "a", "--work", "none");
        var (worker, _) = scene.Worker("default", "b", "--work", "none");
        await scene.BecomesAsync("b", "ready");
        await using var session = await scene.SessionAsync();
        var events = new RecordingDeliveryHandler();
        await session.Topology.DeclareQueueAsync(new QueueSpec { Name = "alerts", Kind = QueueKind.Transient }, Token);
        await session.Topology.BindAsync("alerts", Names.EventsExchange, "alert.*.default", Token);
        await using var receiver = await session.StartAsync(new ReceiveOptions { Queue = "alerts", Prefetch = 10 }, events, Token);

        await worker.KillAsync();
        var fired = (await events.TakeAsync(1, Token))[0];
        scene.Worker("default", "b", "--work", "none");
        var resolved = (await events.TakeAsync(2, Token))[1];

        Assert.Equal(("alert.firing.default", "alert.resolved.default"), (fired.RoutingKey, resolved.RoutingKey));
        Assert.Equal(("firing", "MessageLBDestinationDown", "b"), Read(fired));
        Assert.Equal(("resolved", "MessageLBDestinationDown", "b"), Read(resolved));
    }

    private static (string? Status, string? Alert, string? Destination) Read(ReceivedMessage message)
    {
        using var json = JsonDocument.Parse(message.Body);
        var alert = Assert.Single(json.RootElement.GetProperty("alerts").EnumerateArray());
        return (json.RootElement.GetProperty("status").GetString(), json.RootElement.GetProperty("alert").GetString(), alert.GetProperty("labels").GetProperty("destination").GetString());
    }
}
