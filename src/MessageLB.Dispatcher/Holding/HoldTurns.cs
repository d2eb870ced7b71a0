using MessageLB.Core.Envelopes;
using MessageLB.Core.Groups;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Holding;

/// <summary>
/// What the pump does for messages in hold: publishes what has ended otherwise than well, and keeps what is to be handed over again, which
/// goes before what came later. The pump's only.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="desk">The messages in hold.</param>
/// <param name="pipeline">Told how deliveries end.</param>
/// <param name="book">Books of the unsettled deliveries.</param>
/// <param name="rewriter">Writes what is published.</param>
/// <param name="time">Clock.</param>
internal sealed class HoldTurns(GroupRuntime group, HoldDesk desk, RuledPipeline pipeline, SettleBook book, EnvelopeRewriter rewriter, TimeProvider time)
{
    /// <summary>
    /// Oldest age at which a message is still handed over, less the time that it may take there: RabbitMQ closes the channel of whoever keeps
    /// a delivery for 30 minutes. One that is older goes back to ingress, and is younger when it comes again.
    /// </summary>
    private static readonly TimeSpan LongestKept = TimeSpan.FromMinutes(28);

    // One that may go to a single destination only could wait for long, and the messages from ingress need not wait with it.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromSeconds(1);

    private readonly Queue<HeldMessage> _again = [];
    private readonly Queue<HeldMessage> _ended = [];
    private readonly ForwardTarget _dead = ForwardTarget.DeadLettersOf(group.Config.Name);

    /// <summary>The next message to be handed over again; null if there is none.</summary>
    public HeldMessage? Next => _again.TryPeek(out var next) ? next : null;

    /// <summary>How long until it is worth another look; null for not by itself.</summary>
    public TimeSpan? DueIn { get; private set; }

    /// <summary>Takes in what has come.</summary>
    public void TakeIn()
    {
        desk.TakeOverdue();
        while (desk.Again.TryDequeue(out var message))
        {
            message.HeldSince = 0;
            _again.Enqueue(message);
        }

        while (desk.Ended.TryDequeue(out var message)) _ended.Enqueue(message);
    }

    /// <summary>The next one is taken.</summary>
    public void Take() => _again.Dequeue();

    /// <summary>Whether messages from ingress wait for the next one, because it waits for credit.</summary>
    public bool Claims() => _again.TryPeek(out var next) && (next.HeldSince == 0 || time.GetElapsedTime(next.HeldSince) < LongestClaim);

    /// <summary>Whether a message has been here for too long to be handed over.</summary>
    public bool IsStale(HeldMessage message) => time.GetElapsedTime(0) - message.ArrivedAt + group.Config.HoldLimit > LongestKept;

    /// <summary>Takes in that a message is about to be handed over.</summary>
    public void Begin(HeldMessage message, MessageProperties properties, DestinationState destination) => desk.Begin(message, properties, destination);

    /// <summary>Takes in that it could not be published.</summary>
    public void Forget(HeldMessage message) => desk.Forget(message);

    /// <summary>Publishes what has ended otherwise than well, as far as it is taken.</summary>
    public async ValueTask SendEndedAsync(FlowPublisher publisher)
    {
        DueIn = desk.DueIn();
        for (var left = _ended.Count; left > 0; left--)
        {
            var message = _ended.Dequeue();
            var target = message.End == HoldEnd.Dropped ? _dead : group.Retries;
            if (target.PauseLeft(time.GetElapsedTime(0)) is { Ticks: > 0 } pause)
            {
                if (DueIn is null || pause < DueIn) DueIn = pause;
                _ended.Enqueue(message);
                continue;
            }

            await SendAsync(publisher, message, target);
        }
    }

    /// <summary>Returns what waits to the ingress queue.</summary>
    public void ReturnAll()
    {
        while (_again.TryDequeue(out var message)) pipeline.Decide(message, pipeline.NotHandedOver);
        while (_ended.TryDequeue(out var message)) pipeline.Decide(message, pipeline.NotHandedOver);
    }

    /// <summary>Forgets what waits, for the session is over.</summary>
    public void ForgetAll()
    {
        _again.Clear();
        _ended.Clear();
    }

    private async ValueTask SendAsync(FlowPublisher publisher, HeldMessage message, ForwardTarget target)
    {
        message.Target = target;
        book.HandOver(message.Slot);
        var (delivery, at) = (message.Delivery, message.Destination!.Name);
        try
        {
            var properties = message.End switch
            {
                HoldEnd.Failed => rewriter.Failed(delivery, at, message.Error ?? ""),
                HoldEnd.Dropped => rewriter.Dropped(delivery, at, message.Error, time.GetUtcNow()),
                _ => rewriter.GivenUp(delivery, at, message.Crashes, message.Deadline),
            };
            await publisher.PublishAsync(target.Exchange, target.RoutingKey, properties, delivery.Body, (ulong)message.Slot);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            group.ReportUnpublishable(e);
            pipeline.Decide(message, Settlement.Reject);
        }
    }
}
