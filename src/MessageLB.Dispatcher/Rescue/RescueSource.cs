using MessageLB.Core.Envelopes;
using MessageLB.Core.Failover;
using MessageLB.Core.Groups;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Rescue;

/// <summary>
/// The queue of a lost destination. Its messages have passed the group's rules before; they go to others as they are, before those from
/// ingress, and each one that does gives back the credit that it had taken of the lost destination.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="lost">The lost destination.</param>
/// <param name="time">Clock.</param>
/// <param name="all">How many are taken at once, before any is handed over; null if they go one after the other.</param>
internal sealed class RescueSource(GroupRuntime group, LostDestination lost, TimeProvider time, int? all = null) : IFlowSource
{
    /// <summary>Most messages taken and not settled: what the death of the dispatcher may duplicate.</summary>
    public const int MostUnsettled = 100;

    /// <summary>Above any worker's, so that a worker that hangs and is still a consumer gets nothing more.</summary>
    public const int Priority = 1000;

    /// <summary>
    /// How long a message claims precedence. One that may go to a single destination only, because its key belongs there, could wait
    /// for long, and the messages from ingress need not wait with it.
    /// </summary>
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(1);

    private readonly RescueStickiness? _sticky = RescueStickiness.Of(group, lost.State, time);
    private readonly long _began = time.GetTimestamp();
    private volatile bool _ended;
    private int _claimed;
    private int _open;
    private long _moved;
    private long _lastActivity = time.GetTimestamp();

    /// <inheritdoc />
    public ReceiveOptions Receive { get; } = new()
    {
        Queue = lost.State.Queue,
        Prefetch = all ?? Math.Min(group.Config.Prefetch, MostUnsettled),
        Priority = Priority,
        KeepOrder = group.Config.IsSingleActive && all is null,
    };

    /// <inheritdoc />
    public bool IsIngress => false;

    /// <inheritdoc />
    public bool IsOfTheDead => lost.IsDead;

    /// <summary>Messages handed over.</summary>
    public long Moved => Interlocked.Read(ref _moved);

    /// <summary>Time from the beginning until something last happened.</summary>
    public TimeSpan Worked => time.GetElapsedTime(_began, Interlocked.Read(ref _lastActivity));

    /// <summary>Whether everything that came is decided.</summary>
    public bool IsSettled => Volatile.Read(ref _open) == 0;

    /// <summary>Whether nothing came for so long, and everything that came is decided.</summary>
    public bool IsQuietFor(TimeSpan limit) => IsSettled && time.GetElapsedTime(Interlocked.Read(ref _lastActivity)) >= limit;

    /// <inheritdoc />
    public void Received(in Delivery delivery)
    {
        Interlocked.Increment(ref _open);
        Interlocked.Exchange(ref _lastActivity, time.GetTimestamp());
    }

    /// <inheritdoc />
    public DestinationState? Pick(DecisionRecorder decisions, in Delivery delivery, long heldSince)
    {
        var routingKey = PublisherAddress.RoutingKey(delivery);
        var picked = _sticky is null
            ? decisions.Pick(routingKey, delivery.Properties, heldSince)
            : _sticky.Pick(decisions, routingKey, delivery.Properties, heldSince);
        // There is credit enough that nobody needs to stand back.
        if (picked is not null && heldSince == 0) Release();
        return picked;
    }

    /// <inheritdoc />
    public void Hold(long since)
    {
        if (time.GetElapsedTime(since) >= LongestClaim) Release();
        else if (Interlocked.Exchange(ref _claimed, 1) == 0) group.RescueFirst.Claim();
        // The flow of a session that was lost ends without its last delivery: that one must not claim what nobody would release.
        if (_ended) Release();
    }

    /// <inheritdoc />
    public void LetGo()
    {
        // The claim stays: the next message is about to come, and what credit there is would be gone by then. It ends when a message
        // need not be held, when nothing is left, and with the flow.
    }

    /// <inheritdoc />
    public void HandedOver(long startedAt)
    {
        Interlocked.Increment(ref _moved);
        group.Counters.CountRescued();
        ReturnCredit();
    }

    /// <inheritdoc />
    public void SentAway() => HandedOver(0);

    /// <inheritdoc />
    public void Rejected() => ReturnCredit();

    /// <inheritdoc />
    public void Decided()
    {
        Interlocked.Exchange(ref _lastActivity, time.GetTimestamp());
        if (Interlocked.Decrement(ref _open) == 0) Release();
    }

    /// <summary>Gives precedence up for good.</summary>
    public void End()
    {
        _ended = true;
        Release();
    }

    // Whoever stood back is woken, for what it did not pick then it may pick now.
    private void Release()
    {
        if (Interlocked.Exchange(ref _claimed, 0) == 0) return;
        group.RescueFirst.Release();
        group.CreditSignals.Set();
    }

    // At level 0 the looks at the queue set the books, and a message that is here is not in it.
    private void ReturnCredit()
    {
        if (!lost.IsQueueLevel) lost.State.Credit.Return(1);
    }
}
