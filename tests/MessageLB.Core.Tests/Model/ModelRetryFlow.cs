using MessageLB.Core.Envelopes;
using MessageLB.Core.Retries;
using MessageLB.Transport;

namespace MessageLB.Core.Tests.Model;

/// <summary>The flow of failed messages: the real intake and rewriter. What was published and not acknowledged comes again.</summary>
internal sealed class ModelRetryFlow(ModelBroker broker, ModelRun run)
{
    private readonly EnvelopeRewriter _rewriter = new("d1", "orders", "round_robin");
    private readonly Intake _intake = new("orders", run.Retry, run.Random);

    public static string Queue { get; } = Names.RetryQueue("orders");

    /// <summary>Takes a message, and decides about it.</summary>
    /// <param name="dies">Whether the dispatcher dies between the publish and the acknowledgement.</param>
    public void Step(bool dies)
    {
        if (broker.Take(Queue) is not { } message) return;
        var incoming = _intake.Take(new Delivery(1, message.Exchange, message.RoutingKey, message.Redelivered, message.Properties, default), run.Clock.GetUtcNow());
        var (step, delivery, now) = (incoming.Step, incoming.Delivery, run.Clock.GetUtcNow());
        Xunit.Assert.InRange(step.Attempt, 1, run.Retry.MaxAttempts);
        var taken = step.Kind switch
        {
            NextStepKind.Dead => broker.Publish(Names.DeadExchange, "orders", _rewriter.Bury(delivery, step.Reason!, now)),
            NextStepKind.Wait => Wait(step, _rewriter.Wait(delivery, step.Left, now)),
            _ => broker.Publish(string.Empty, Names.IngressQueue("orders"), _rewriter.Wait(delivery, TimeSpan.Zero, now)),
        };
        Xunit.Assert.True(taken, $"there is a queue for {step}");
        if (dies) broker.GiveBack(Queue, message);
    }

    private bool Wait(NextStep step, MessageProperties properties)
    {
        broker.Declare(Names.Delay(step.Step));
        return broker.Publish(Names.Delay(step.Step), DelayLadder.Step(step.Left) is null ? Names.IngressQueue("orders") : Queue, properties);
    }
}
