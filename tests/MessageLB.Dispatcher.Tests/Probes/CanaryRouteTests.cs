using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;
using MessageLB.Dispatcher.Tests.Rescue;
using MessageLB.Dispatcher.Tests.Worker.Fakes;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Probes;

/// <summary>Canaries on their way from the dispatcher to workers and back, on the embedded transport.</summary>
public sealed class CanaryRouteTests
{
    private static readonly ProbeConfig ByMessage = new() { Kind = ProbeKind.Message };

    private readonly ProbeRig _rig = new(ByMessage);
    private readonly InMemoryTransport _transport = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Canary_WorkerOfTheSdk_AnswersAndCountsNothing()
    {
        var handler = new GatedHandler();
        await using var session = await StartAsync();
        await using var worker = new WorkerHost(_transport, new WorkerOptions { Group = ProbeRig.GroupName, Name = "a", Instance = "i1" }, handler, TimeProvider.System, new LogRecorder());
        _ = worker.RunAsync(Token);
        await Eventually.TrueAsync(() => ValueTask.FromResult(worker.Status.Connected), "the worker serves", Token);
        _rig.Join("a");
        using var ended = new CancellationTokenSource();
        var loop = ProbeAsync(session, ended.Token);

        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Passed >= 2, "two canaries are answered");

        Assert.Equal((ProbeState.Passing, 0L, 0L), (_rig.View("a").Probe!.State, _rig.View("a").Probe!.Failed, worker.Status.Received));
        Assert.Equal((0, 0L), (_rig.View("a").State.Credit.InFlight, _rig.View("a").State.Handed));
        Assert.Empty(handler.Calls.Items);
        await EndAsync(loop, ended);
    }

    [Fact]
    public async Task Canary_NobodyAnswers_FallsAndSendsNoSecondOne()
    {
        await using var session = await StartAsync("a", "b");
        _rig.Join("a", "b");
        await AnswerAsync(session, "b");
        using var ended = new CancellationTokenSource();
        var loop = ProbeAsync(session, ended.Token);

        await _rig.PassUntilAsync(() => _rig.View("a").Condition == DestinationCondition.Failed, "a has failed");

        Assert.Equal("its probe by message: no answer within 1 s, 3 times in a row", _rig.View("a").Reason);
        Assert.Equal(1, (await session.Topology.InspectAsync(Names.WorkQueue(ProbeRig.GroupName, "a"), Token))!.Value.Ready);
        await EndAsync(loop, ended);
    }

    [Fact]
    public async Task Canary_NobodyAnswersWhileTheDispatcherHearsNothing_IsNoFailure()
    {
        await using var session = await StartAsync("a");
        _rig.Join("a");
        using var ended = new CancellationTokenSource();
        var loop = ProbeAsync(session, ended.Token);
        await Eventually.TrueAsync(
            async () =>
            {
                // Its own words come back until the canary is under way, and not any more.
                _rig.Registry.Clock.Hear();
                if (await ReadyAtAsync(session, "a") == 0) _rig.PassStep();
                return await ReadyAtAsync(session, "a") == 1;
            },
            "the canary is in the queue",
            Token);

        await _rig.PassUntilAsync(() => _rig.View("a").Probe is { } probe && probe.Failed + probe.Uncounted > 0, "the probe is over");

        Assert.True(_rig.Registry.Clock.IsDeaf);
        Assert.Equal((0L, 1L, "the dispatcher hears nothing"), (_rig.View("a").Probe!.Failed, _rig.View("a").Probe!.Uncounted, _rig.View("a").Probe!.Reason));
        await EndAsync(loop, ended);
    }

    [Fact]
    public async Task Canary_QueueDoesNotExist_IsAFailureThatSaysSo()
    {
        await using var session = await StartAsync();
        _rig.Join("a");
        using var ended = new CancellationTokenSource();
        var loop = ProbeAsync(session, ended.Token);

        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Failed >= 2, "two probes have failed");

        Assert.Equal("by message: its queue does not exist", _rig.View("a").Probe!.Reason);
        await EndAsync(loop, ended);
    }

    [Fact]
    public async Task Answer_OfAnotherOrMalformed_IsIgnored()
    {
        await using var session = await StartAsync("a");
        _rig.Join("a");
        using var ended = new CancellationTokenSource();
        var loop = ProbeAsync(session, ended.Token);
        await _rig.PassUntilAsync(() => _rig.Group.Canaries!.Find(_rig.View("a").State) is not null, "a canary is under way");
        var id = _rig.Group.Canaries!.Find(_rig.View("a").State)!.Id;

        await session.Control.SendAsync(Names.ProbeKey(ProbeRig.GroupName, "b"), Canary.Answer(id), Token);
        await session.Control.SendAsync(Names.ProbeKey("other", "a"), Canary.Answer(id), Token);
        await session.Control.SendAsync(Names.ProbeKey(ProbeRig.GroupName, "a"), Canary.Answer("guess"), Token);
        await session.Control.SendAsync(Names.ProbeKey(ProbeRig.GroupName, "a"), "{"u8.ToArray(), Token);
        await _rig.PassUntilAsync(() => _rig.View("a").Probe!.Failed >= 1, "the probe has failed");

        Assert.Equal(0, _rig.View("a").Probe!.Passed);
        await EndAsync(loop, ended);
    }

    [Fact]
    public async Task Rescue_CanaryAmongTheMessages_IsDroppedAndGoesToNobody()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Probe = ByMessage });
        var a = await rig.JoinAsync("a", window: 3);
        await rig.PublishAsync("m0");
        await a.IdsAsync(1);
        var canary = rig.Group.Canaries!.Add(rig.Destination("a"));
        var sender = await rig.OpenAsync("sender");
        await using var publisher = await ConfirmingPublisher.CreateAsync(sender, Token);
        await publisher.PublishAsync(string.Empty, Names.WorkQueue(rig.Group.Config.Name, "a"), Canary.Properties(canary.Id), default, Token);
        await rig.PublishAsync("m1");
        await a.IdsAsync(3);
        var b = await rig.JoinAsync("b", window: 10);

        await a.DieAsync();

        Assert.Equal(["m0", "m1"], await b.IdsAsync(2));
        await rig.DepthIsAsync("a", ready: 0, consumers: 1);
        await RescueRig.TrueAsync(() => rig.Group.Counters.Rescued == 2, "two messages count as rescued");
        Assert.False(await canary.Answered.Task.OrFailAsync(() => "the end of the canary", Token));
        Assert.Equal((2, 2), (b.Deliveries, rig.Destination("b").Credit.InFlight));
        await sender.DisposeAsync();
    }

    [Fact]
    public async Task Rescue_NothingButACanary_IsNotBegunUntilAMessageIsThere()
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Probe = ByMessage });
        var queue = Names.WorkQueue(rig.Group.Config.Name, "c");
        var sender = await rig.OpenAsync("sender");
        await sender.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(rig.Group.Config.Name, "c"), Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(sender, Token);
        var b = await rig.JoinAsync("b", window: 10);
        var sequence = 0;
        FailC();
        var canary = rig.Group.Canaries!.Add(rig.Destination("c"));
        await publisher.PublishAsync(string.Empty, queue, Canary.Properties(canary.Id), default, Token);

        await PassAsync(() => sequence >= 30, "three seconds have passed");
        Assert.Equal((new QueueDepth(1, 0), 0), (await rig.DepthAsync("c"), rig.Group.Rescues));

        await publisher.PublishAsync(string.Empty, queue, new MessageProperties { MessageId = "m0" }, default, Token);
        await PassAsync(() => b.Deliveries == 1, "the message is rescued");
        Assert.False(await canary.Answered.Task.OrFailAsync(() => "the end of the canary", Token));
        await sender.DisposeAsync();

        void FailC() => rig.Group.OnHeartbeat(new Heartbeat
        {
            Group = rig.Group.Config.Name, Destination = "c", Instance = "c-1", Sequence = ++sequence, Concurrency = 1, State = WorkerState.Failed,
        });

        Task PassAsync(Func<bool> holds, string what) => rig.PassUntilAsync(
            () =>
            {
                b.Report(10);
                FailC();
                return ValueTask.FromResult(holds());
            },
            what);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ingress_CanaryThatAWorkerSentBack_IsDropped(bool withRules)
    {
        await using var rig = await RescueRig.StartAsync(GroupConfig.Default with { Priority = withRules });
        var a = await rig.JoinAsync("a", window: 3);
        var sender = await rig.OpenAsync("sender");
        await using var publisher = await ConfirmingPublisher.CreateAsync(sender, Token);

        await publisher.PublishAsync(string.Empty, Names.IngressQueue(rig.Group.Config.Name), Canary.Properties("c1"), default, Token);
        await rig.PublishAsync("m0");

        Assert.Equal(["m0"], await a.IdsAsync(1));
        Assert.Equal(1, rig.Group.Counters.Received);
        await sender.DisposeAsync();
    }

    [Fact]
    public async Task Ingress_PublisherThatClaimsToSendACanary_SendsAMessage()
    {
        await using var rig = await RescueRig.StartAsync();
        var a = await rig.JoinAsync("a", window: 3);
        var properties = Canary.Properties("c1");
        properties.MessageId = "m0";

        await rig.PublishAsync(properties);

        Assert.False((await a.MessageAsync(0)).Properties.Headers!.ContainsKey(HeaderNames.Probe));
    }

    private static async Task EndAsync(Task loop, CancellationTokenSource ended)
    {
        await ended.CancelAsync();
        await loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // A worker that answers canaries and does nothing else.
    private static async Task AnswerAsync(ITransportSession session, string name)
    {
        var handler = RecordingDeliveryHandler.Acking();
        await session.StartAsync(new ReceiveOptions { Queue = Names.WorkQueue(ProbeRig.GroupName, name), Prefetch = 10 }, handler, Token);
        _ = AnswerEachAsync();

        async Task AnswerEachAsync()
        {
            for (var number = 1; ; number++)
            {
                var canary = (await handler.TakeAsync(number, Token))[number - 1];
                await session.Control.SendAsync(Names.ProbeKey(ProbeRig.GroupName, name), Canary.Answer(Canary.Id(canary.Properties)!), Token);
            }
        }
    }

    private async Task<ITransportSession> StartAsync(params string[] queues)
    {
        var session = await _transport.OpenAsync(new SessionOptions { ClientName = "test" }, Token);
        await session.Topology.DeclareExchangesAsync(Token);
        foreach (var name in queues) await session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(ProbeRig.GroupName, name), Token);
        return session;
    }

    private static async Task<long> ReadyAtAsync(ITransportSession session, string name) =>
        (await session.Topology.InspectAsync(Names.WorkQueue(ProbeRig.GroupName, name), Token))!.Value.Ready;

    private Task ProbeAsync(ITransportSession session, CancellationToken ended)
    {
        var probes = new ProbeSession(session, _rig.Registry, _rig.Time);
        return Task.WhenAll(_rig.Registry.Groups.Select(group => probes.RunAsync(group, ended)));
    }
}
