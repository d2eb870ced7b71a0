using MessageLB.Core.Configuration;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Routing;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Rescue;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Dispatcher.Tests.Rescue;

/// <summary>
/// The pipelines of ingress and of a rescue side by side, without a broker: the test hands over each delivery and says when a publish is
/// confirmed. Destination <c>lost</c> is lost with some in flight.
/// </summary>
internal sealed class PipelineRig
{
    private const string Dispatcher = "test";
    private const int InFlight = 5;

    private readonly Dictionary<string, (long Sequence, long Done)> _workers = [];
    private readonly RescueSource _source;

    public PipelineRig(GroupConfig? config = null)
    {
        var clock = new RegistryClock(Time);
        clock.Attend(true);
        Group = new GroupRuntime((config ?? GroupConfig.Default with { Algorithm = "round_robin" }) with { Window = WindowConfig.Concurrency(0) }, Dispatcher, clock, Time, NullLogger.Instance);
        Ingress = new Lane(Create(new IngressSource(Group, Time)), Names.IngressExchange, "any", Published);
        (Rescue, _source) = Lose("lost");
    }

    public ManualTimeProvider Time { get; } = new();

    public GroupRuntime Group { get; }

    public Lane Ingress { get; }

    public Lane Rescue { get; }

    /// <summary>What was published: message id and queue.</summary>
    public Recorder<(string Id, string Destination)> Published { get; } = new("publishes");

    public DestinationState Lost => Group.All().Single(d => d.Name == "lost");

    /// <summary>A destination says that it is ready, takes so many at a time, and has settled so many more.</summary>
    public void Report(string destination, int window, int done = 0)
    {
        var (sequence, before) = _workers.GetValueOrDefault(destination);
        _workers[destination] = (sequence + 1, before + done);
        Group.OnHeartbeat(new Heartbeat
        {
            Group = Group.Config.Name,
            Destination = destination,
            Instance = destination + "-1",
            Sequence = sequence + 1,
            State = WorkerState.Ready,
            Concurrency = window,
            Done = before + done,
            DoneBy = new Dictionary<string, long> { [Dispatcher] = before + done },
        });
    }

    /// <summary>Another destination is lost, with five in flight.</summary>
    public (Lane Lane, RescueSource Source) Lose(string destination)
    {
        Report(destination, InFlight);
        var state = Group.All().Single(d => d.Name == destination);
        for (var i = 0; i < InFlight; i++) state.Credit.TryTake();
        Group.OnPresenceEnded(new WorkerInstance(Group.Config.Name, destination, destination + "-1"), PresenceEnd.Lost);
        var source = new RescueSource(Group, Group.Lost().Single(l => l.State == state), Time);
        return (new Lane(Create(source), string.Empty, state.Queue, Published), source);
    }

    /// <summary>What the flow does when it ends.</summary>
    public void EndRescue()
    {
        Rescue.Pipeline.BeginStop();
        _source.End();
    }

    private GroupPipeline Create(IFlowSource source)
    {
        var ring = new SettleRing<HandOver>(100);
        var picker = new DestinationPicker(RoutingPolicyRegistry.BuiltIn.Create(Group.Config.Algorithm, Group.Config), new Random(1));
        var decisions = new DecisionRecorder(Group, picker, null, new DebugDecisions(Time), Time);
        return new GroupPipeline(Group, source, ring, new IngressAcker(ring, Time), decisions, new EnvelopeRewriter(Dispatcher, Group.Config.Name, "round_robin"), null, 1 << 20, Time);
    }
}
