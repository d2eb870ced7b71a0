using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Heartbeats;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Shadowing;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Explaining;

/// <summary>A group with workers that sent heartbeats, its recorder, and a clock that the test moves.</summary>
internal sealed class DecisionRig : IDisposable
{
    public const string Name = "orders";

    private readonly RegistryClock _clock;
    private readonly Dictionary<string, long> _sequences = [];

    public DecisionRig(GroupConfig? config = null, RoutingPolicyRegistry? policies = null)
    {
        config = (config ?? GroupConfig.Default) with { Name = Name };
        policies ??= RoutingPolicyRegistry.BuiltIn;
        _clock = new RegistryClock(Time);
        Group = new GroupRuntime(config, "d1", _clock, Time, Logs);
        Debug = new DebugDecisions(Time);
        var picker = new DestinationPicker(policies.Create(config.Algorithm, config), new Random(1));
        Recorder = new DecisionRecorder(Group, picker, ShadowRun.Of(Group, policies, Time), Debug, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public LogRecorder Logs { get; } = new();

    public GroupRuntime Group { get; }

    public DebugDecisions Debug { get; }

    public DecisionRecorder Recorder { get; }

    /// <summary>Properties of a message that asks for a record of its decision.</summary>
    public static MessageProperties Debugged(string? id, object? value = null) =>
        new() { MessageId = id, Headers = new Dictionary<string, object?> { [HeaderNames.Debug] = value ?? "1" } };

    /// <summary>Two heartbeats, so that the service time is known if <paramref name="serviceMs"/> is above 0.</summary>
    public DecisionRig With(string destination, double serviceMs = 0, int concurrency = 4)
    {
        Beat(destination, concurrency, 0);
        if (serviceMs > 0) Beat(destination, concurrency, serviceMs);
        return this;
    }

    public DestinationState Destination(string name) => Group.All().Single(d => d.Name == name);

    public DestinationState? Pick(MessageProperties properties, long heldSince = 0) => Recorder.Pick("order.new", properties, heldSince);

    public void Dispose() => Recorder.Dispose();

    private void Beat(string destination, int concurrency, double serviceMs)
    {
        var sequence = _sequences[destination] = _sequences.GetValueOrDefault(destination) + 1;
        Assert.Equal(HeartbeatVerdict.Accepted, Group.OnHeartbeat(new Heartbeat
        {
            Group = Name,
            Destination = destination,
            Instance = "i1",
            Sequence = sequence,
            Concurrency = concurrency,
            Done = serviceMs > 0 ? 100 : 0,
            BusyMs = serviceMs * 100,
        }));
    }
}
