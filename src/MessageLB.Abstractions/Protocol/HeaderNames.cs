namespace MessageLB;

/// <summary>
/// Headers that MessageLB adds to delivered messages or reads from publishers. All values are text, because numbers differ
/// between client libraries, and no name starts with <c>x-</c>, so that they survive conversion to AMQP 1.0.
/// </summary>
public static class HeaderNames
{
    /// <summary>Prefix of all of them; publishers keep away from it except for the four documented as theirs.</summary>
    public const string Prefix = "messagelb-";

    /// <summary>Name of the destination that the message was handed to.</summary>
    public const string Destination = "messagelb-destination";

    /// <summary>Name of the group.</summary>
    public const string Group = "messagelb-group";

    /// <summary>Attempt, from 1; counted up when a worker asks for a retry.</summary>
    public const string Attempt = "messagelb-attempt";

    /// <summary>Routing policy that chose the destination.</summary>
    public const string Policy = "messagelb-policy";

    /// <summary>Identifier of the dispatcher process; workers count by it.</summary>
    public const string Dispatcher = "messagelb-dispatcher";

    /// <summary>Time of hand-over, RFC 3339 in UTC with milliseconds.</summary>
    public const string DispatchedAt = "messagelb-dispatched-at";

    /// <summary>On a hand-over whose result the worker is to report: <c>1</c>. See <see cref="WorkResult"/>.</summary>
    public const string Result = "messagelb-result";

    /// <summary>
    /// On a hand-over in a group that keeps the order of keys: number of the key's slot. A worker takes messages of one slot one by one, in the
    /// order in which they come.
    /// </summary>
    public const string Slot = "messagelb-slot";

    /// <summary>On several messages that travel as one: <c>1</c>. Never on a message of its own. See <see cref="Frames.FrameFormat"/>.</summary>
    public const string Frame = "messagelb-frame";

    /// <summary>The publisher's <c>user-id</c>, moved here because only its own user may send it as a property.</summary>
    public const string UserId = "messagelb-user-id";

    /// <summary>The publisher's <c>CC</c> keys joined by commas, moved here because they would fan out again.</summary>
    public const string OriginalCc = "messagelb-original-cc";

    /// <summary>Routing key that the publisher used, since the hand-over is addressed to the destination's queue.</summary>
    public const string RoutingKey = "messagelb-routing-key";

    /// <summary>Exchange that the publisher used.</summary>
    public const string Exchange = "messagelb-exchange";

    /// <summary>Name of the group that forwarded the message to this one.</summary>
    public const string ForwardedFrom = "messagelb-forwarded-from";

    /// <summary>Names of the groups that the message left because nobody was available there, joined by commas, the latest last.</summary>
    public const string FallbackFrom = "messagelb-fallback-from";

    /// <summary>How many workers in a row died with the message in hand, from 1; absent for none.</summary>
    public const string Crashes = "messagelb-crashes";

    /// <summary>On a dead letter: why it is one; see <see cref="DeadReasons"/>. Absent on those that the broker made.</summary>
    public const string DeadReason = "messagelb-dead-reason";

    /// <summary>On such a dead letter: since when, RFC 3339 in UTC with milliseconds.</summary>
    public const string DeadAt = "messagelb-dead-at";

    /// <summary>On a canary, which is no message of a publisher: its id, which the worker answers with.</summary>
    public const string Probe = "messagelb-probe";

    /// <summary>From the publisher: hash key.</summary>
    public const string Key = "messagelb-key";

    /// <summary>From the publisher: tenant.</summary>
    public const string Tenant = "messagelb-tenant";

    /// <summary>From the publisher: deadline, RFC 3339.</summary>
    public const string Deadline = "messagelb-deadline";

    /// <summary>From the publisher: milliseconds to wait before the first hand-over. From the dispatcher: what is left of a wait.</summary>
    public const string Delay = "messagelb-delay";

    /// <summary>
    /// From the worker that sends a message back because it failed: what went wrong, as <c>kind: text</c>. Its presence is what tells a failed
    /// attempt from a message that is given back.
    /// </summary>
    public const string Error = "messagelb-error";

    /// <summary>The error of the last failed attempt, on messages that are tried again and on dead letters.</summary>
    public const string LastError = "messagelb-last-error";

    /// <summary>Names of the destinations at which the message failed, joined by commas, the latest last.</summary>
    public const string Tried = "messagelb-tried";

    /// <summary>On a message that was a dead letter and was sent again: how often, from 1.</summary>
    public const string Replayed = "messagelb-replayed";

    /// <summary>On such a message: names the replay that sent it last.</summary>
    public const string ReplayRun = "messagelb-replay-run";

    /// <summary>From the publisher: <c>1</c> asks for a record of the decision.</summary>
    public const string Debug = "messagelb-debug";
}
