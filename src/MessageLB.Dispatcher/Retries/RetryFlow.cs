using System.Collections.Concurrent;
using MessageLB.Core.Envelopes;
using MessageLB.Core.Retries;
using MessageLB.Dispatcher.Registry;
using MessageLB.Frames;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Retries;

/// <summary>
/// Decides about the messages in a group's retry queue, within one session: into a wait, back to ingress, or to the dead letters. Each is
/// published first and acknowledged after the confirm, so a crash between the two makes a duplicate, not a loss. It needs no destination,
/// and what waits at ingress does not hold it up.
/// </summary>
internal sealed partial class RetryFlow : IDeliveryHandler
{
    /// <summary>Most messages taken and not settled: what the death of a dispatcher may duplicate.</summary>
    public const int MostUnsettled = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly ITransportSession _session;
    private readonly GroupRuntime _group;
    private readonly DelaySteps _steps;
    private readonly ConfirmingPublisher _publisher;
    private readonly Intake _intake;
    private readonly EnvelopeRewriter _rewriter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource<IReceiver> _receiver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<ulong, Task> _sending = new();
    private int _failures;

    private RetryFlow(ITransportSession session, GroupRuntime group, DelaySteps steps, ConfirmingPublisher publisher, EnvelopeRewriter rewriter, TimeProvider time, ILogger logger)
    {
        (_session, _group, _steps, _publisher, _rewriter, _time, _logger) = (session, group, steps, publisher, rewriter, time, logger);
        _intake = new Intake(group.Config.Name, group.Config.RetryInForce, new Random());
    }

    /// <summary>Takes from the retry queue until <paramref name="ended"/>, then settles what is under way, within the limit.</summary>
    public static async Task RunAsync(ITransportSession session, GroupRuntime group, DelaySteps steps, EnvelopeRewriter rewriter, TimeSpan stopWithin, TimeProvider time, ILogger logger, CancellationToken ended)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ended);
        var flow = new RetryFlow(session, group, steps, publisher, rewriter, time, logger);
        var options = new ReceiveOptions { Queue = Names.RetryQueue(group.Config.Name), Prefetch = MostUnsettled };
        await using var receiver = await FrameReceiver.StartAsync(session, options, flow, MostUnsettled, ended);
        flow._receiver.TrySetResult(receiver);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (session.Ended.IsCancellationRequested) return;
        await receiver.StopAsync();
        await Task.WhenAll(flow._sending.Values).WaitAsync(stopWithin, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask HandleAsync(Delivery delivery)
    {
        // Ours until it is settled: the transport takes its memory back when this returns, and the next delivery need not wait for the confirm.
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        var own = delivery with { Properties = properties, Body = delivery.Body.ToArray() };
        var incoming = _intake.Take(own, _time.GetUtcNow());
        if (incoming.FailedAt is { } at && properties.MessageId is { } id) _group.MessageFailed(id, at);
        // Only the first part is in order: the rewriter is one thread's, and a step that is declared already does not wait.
        if (incoming.Step.Kind == NextStepKind.Wait) await EnsureAsync(incoming.Step.Step);
        var (exchange, key, written) = Write(incoming);
        var sending = SendAsync(own.Tag, incoming.Step, exchange, key, written, own.Body);
        _sending[own.Tag] = sending;
        // It may have taken itself out before it was put in.
        if (sending.IsCompleted) _sending.TryRemove(own.Tag, out _);
    }

    private async Task EnsureAsync(TimeSpan step)
    {
        while (!_session.Ended.IsCancellationRequested)
        {
            try
            {
                await _steps.EnsureAsync(step);
                return;
            }
            catch (MessageLBException e) when (e is not SessionEndedException)
            {
                LogCannotWait(_group.Config.Name, e.Message);
                await Task.Delay(LongestPause, _time, _session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private (string Exchange, string Key, MessageProperties Properties) Write(in Incoming incoming)
    {
        var (delivery, step, now) = (incoming.Delivery, incoming.Step, _time.GetUtcNow());
        var written = new MessageProperties();
        var name = _group.Config.Name;
        switch (step.Kind)
        {
            case NextStepKind.Dead:
                written.CopyFrom(_rewriter.Bury(delivery, step.Reason!, now));
                return (Names.DeadExchange, name, written);
            case NextStepKind.Wait:
                written.CopyFrom(_rewriter.Wait(delivery, step.Left, now));
                // From the last step the broker takes it to ingress by itself.
                return (Names.Delay(step.Step), DelayLadder.Step(step.Left) is null ? Names.IngressQueue(name) : Names.RetryQueue(name), written);
            default:
                written.CopyFrom(_rewriter.Wait(delivery, TimeSpan.Zero, now));
                return (string.Empty, Names.IngressQueue(name), written);
        }
    }

    private async Task SendAsync(ulong tag, NextStep step, string exchange, string key, MessageProperties properties, ReadOnlyMemory<byte> body)
    {
        try
        {
            var receiver = await _receiver.Task;
            switch (await PublishAsync(exchange, key, properties, body))
            {
                case PublishOutcome.Confirmed:
                    Volatile.Write(ref _failures, 0);
                    _group.Counters.CountDecided(step.Kind);
                    await receiver.AckAsync(tag, multiple: false);
                    break;
                case null:
                    await receiver.RejectAsync(tag);
                    break;
                case PublishOutcome.Unknown:
                    break; // the session is over, and the broker has the message back
                case var outcome:
                    await PauseAsync(outcome.Value, exchange.Length == 0 ? key : exchange);
                    await receiver.ReturnAsync(tag);
                    break;
            }
        }
        catch (SessionEndedException)
        {
            // The broker has the message back.
        }
        finally
        {
            _sending.TryRemove(tag, out _);
        }
    }

    // Null for a message that cannot be published at all, whatever the queue.
    private async Task<PublishOutcome?> PublishAsync(string exchange, string key, MessageProperties properties, ReadOnlyMemory<byte> body)
    {
        try
        {
            return await _publisher.PublishAsync(exchange, key, properties, body, CancellationToken.None);
        }
        catch (MessageLBException e) when (e is not SessionEndedException)
        {
            _group.ReportUnpublishable(e);
            return null;
        }
    }

    // The retry queue hands the message over again at once; without a pause the two would spin.
    private async Task PauseAsync(PublishOutcome outcome, string to)
    {
        var failures = Interlocked.Increment(ref _failures);
        if (failures == 1) LogNotTaken(_group.Config.Name, to, outcome);
        var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(pause < LongestPause ? pause : LongestPause, _time, _session.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(2090, LogLevel.Error, "Failed messages of group {GroupId} cannot wait for their next attempt, and stay in its retry queue: {Reason}")]
    private partial void LogCannotWait(string groupId, string reason);

    [LoggerMessage(2091, LogLevel.Warning, "A failed message of group {GroupId} was not taken by {Queue} ({Outcome}); such messages stay in the group's retry queue until they are")]
    private partial void LogNotTaken(string groupId, string queue, PublishOutcome outcome);
}
