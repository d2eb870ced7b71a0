using System.Globalization;

namespace MessageLB;

/// <summary>Names of exchanges, queues and routing keys; the wire protocol of <c>docs/protocol.md</c>.</summary>
public static class Names
{
    /// <summary>Longest group, destination or instance name, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Topic exchange that publishers send to.</summary>
    public const string IngressExchange = "messagelb.ingress";

    /// <summary>Fanout exchange for what no group's routes match: the catch-all group's queue is bound here.</summary>
    public const string UnroutedExchange = "messagelb.unrouted";

    /// <summary>Topic exchange for heartbeats, results and commands.</summary>
    public const string ControlExchange = "messagelb.control";

    /// <summary>Direct exchange that carries dead letters; the routing key is the group.</summary>
    public const string DeadExchange = "messagelb.dead";

    /// <summary>Topic exchange for what dispatchers tell whoever listens: alerts.</summary>
    public const string EventsExchange = "messagelb.events";

    /// <summary>Pattern of every heartbeat on the control exchange.</summary>
    public const string AllHeartbeats = "heartbeat.#";

    /// <summary>Pattern of every dispatcher's beats on the control exchange.</summary>
    public const string AllDispatchers = "dispatcher.*";

    /// <summary>Pattern of every dispatcher's news on the control exchange.</summary>
    public const string AllDispatcherNews = "dispatcher-news.*";

    /// <summary>Pattern of every answer to a canary on the control exchange.</summary>
    public const string AllProbes = "probe.*.*";

    /// <summary>Queue for what no route matches while routes move from one group to another.</summary>
    public const string MovingQueue = "messagelb.moving";

    /// <summary>Ingress queue of a group.</summary>
    public static string IngressQueue(string group) => $"messagelb.in.{group}";

    /// <summary>A destination's own queue.</summary>
    public static string WorkQueue(string group, string destination) => $"messagelb.work.{group}.{destination}";

    /// <summary>A destination's own queue for messages that their dispatcher holds until the result.</summary>
    public static string HoldQueue(string group, string destination) => $"messagelb.hold.{group}.{destination}";

    /// <summary>Dead letters of a group.</summary>
    public static string DeadQueue(string group) => $"messagelb.dead.{group}";

    /// <summary>Messages of a group between two attempts, on their way into a wait or to the dead letters.</summary>
    public static string RetryQueue(string group) => $"messagelb.retry.{group}";

    /// <summary>What a replay watches for its messages that become dead letters again.</summary>
    /// <param name="run">Names the replay.</param>
    public static string ReplayWatchQueue(string run) => $"messagelb.replay.{run}";

    /// <summary>Exchange and queue of a step of a wait.</summary>
    /// <param name="step">Length, whole milliseconds.</param>
    public static string Delay(TimeSpan step) => string.Create(CultureInfo.InvariantCulture, $"messagelb.delay.{(long)step.TotalMilliseconds}");

    /// <summary>Queue of an instance's presence token.</summary>
    public static string PresenceQueue(in WorkerInstance instance) =>
        $"messagelb.presence.{instance.Group}.{instance.Destination}.{instance.Instance}";

    /// <summary>Name that a worker instance gives its connections, without their purpose.</summary>
    public static string WorkerClient(in WorkerInstance instance) => $"messagelb-worker {instance}";

    /// <summary>Routing key of alerts on the events exchange.</summary>
    /// <param name="status"><c>firing</c> or <c>resolved</c>.</param>
    /// <param name="group">Group; empty for alerts of the dispatcher as a whole, whose key ends after the status.</param>
    public static string AlertKey(string status, string group) => group is null or "" ? $"alert.{status}" : $"alert.{status}.{group}";

    /// <summary>Routing key of a destination's heartbeats.</summary>
    public static string HeartbeatKey(string group, string destination) => $"heartbeat.{group}.{destination}";

    /// <summary>Routing key of commands to a destination.</summary>
    public static string CommandKey(string group, string destination) => $"command.{group}.{destination}";

    /// <summary>Routing key of a destination's answers to canaries.</summary>
    public static string ProbeKey(string group, string destination) => $"probe.{group}.{destination}";

    /// <summary>Routing key of a destination's results.</summary>
    public static string ResultKey(string group, string destination) => $"result.{group}.{destination}";

    /// <summary>Pattern of the results of every destination of a group.</summary>
    public static string ResultsOf(string group) => $"result.{group}.*";

    /// <summary>Routing key of a dispatcher's beats.</summary>
    public static string DispatcherKey(string dispatcher) => $"dispatcher.{dispatcher}";

    /// <summary>Routing key of a dispatcher's news.</summary>
    public static string DispatcherNewsKey(string dispatcher) => $"dispatcher-news.{dispatcher}";

    /// <summary>
    /// Whether a group, destination or instance may have this name: 1 to <see cref="MaxLength"/> of ASCII letters, digits,
    /// <c>-</c> and <c>_</c>. Dots are out because they separate words in routing keys.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name.Length > MaxLength) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }

        return true;
    }
}
