using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Results;
using MessageLB.Dispatcher.Tests.Rescue;
using MessageLB.Dispatcher.Tests.Rigs;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Dispatcher.Tests.Holding;

/// <summary>One group in hold mode: its ingress, its results, its lost destinations.</summary>
internal sealed class HoldRig : FlowRig
{
    private readonly DestinationRegistry _registry;

    private HoldRig(GroupConfig config)
        : base(config with { Delivery = DeliveryMode.Hold }) =>
        _registry = new DestinationRegistry(MessageLBConfig.Default with { Groups = [Config] }, new DispatcherIdentity(Dispatcher), Time, NullLogger<DestinationRegistry>.Instance);

    public static async Task<HoldRig> StartAsync(GroupConfig? config = null)
    {
        var rig = new HoldRig(config ?? GroupConfig.Default);
        await rig.OpenAsync();
        return rig;
    }

    /// <summary>A worker joins, says that it is ready, and takes so many at a time.</summary>
    public async Task<HoldWorker> JoinAsync(string name, int window)
    {
        var worker = new HoldWorker(this, name, await OpenAsync("worker"));
        await worker.ConsumeAsync();
        worker.Report(window);
        return worker;
    }

    /// <summary>Waits until so many messages are in hold.</summary>
    public Task InHoldAsync(int count) => TrueAsync(() => Group.Hold.Messages == count, $"{count} messages are in hold");

    /// <summary>Takes what comes to a queue of failed messages.</summary>
    public async Task<RecordingDeliveryHandler> TakeAsync(string queue)
    {
        var handler = RecordingDeliveryHandler.Acking();
        await Publisher.StartAsync(new ReceiveOptions { Queue = queue, Prefetch = 10 }, handler, Token);
        return handler;
    }

    protected override async Task PrepareAsync() => await ResultIntake.SubscribeAsync(Session.Control, Group, Time, Token);

    protected override Task RescueAsync(CancellationToken ended) =>
        new HoldRescue(Session, Group, new QueueLooker(Session, _registry, Time), new SoleOwner(), Time, Logs).RunAsync(ended);
}
