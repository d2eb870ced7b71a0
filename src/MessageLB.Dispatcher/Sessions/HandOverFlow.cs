using MessageLB.Core.Envelopes;
using MessageLB.Core.Routing;
using MessageLB.Core.Settlement;
using MessageLB.Dispatcher.Duplicates;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Fallback;
using MessageLB.Dispatcher.Framing;
using MessageLB.Dispatcher.Holding;
using MessageLB.Dispatcher.Ordering;
using MessageLB.Dispatcher.Pipeline;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Shadowing;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Frames;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Sessions;

/// <summary>
/// One run of hand-overs from one queue, the group's ingress or that of a lost destination: publisher, receiver, pipeline and acker, started together and stopped in the order in which nothing
/// is lost and as little as possible is done twice.
/// </summary>
internal sealed class HandOverFlow
{
    private readonly IIngressPipeline _pipeline;
    private readonly IngressAcker _acker;
    private readonly DecisionRecorder? _decisions;
    private readonly FlowPublisher _publisher;
    private readonly IReceiver _receiver;
    private readonly Task _acking;
    private readonly TimeProvider _time;

    private HandOverFlow(IIngressPipeline pipeline, IngressAcker acker, DecisionRecorder? decisions, FlowPublisher publisher, IReceiver receiver, TimeProvider time)
    {
        _pipeline = pipeline;
        _acker = acker;
        _decisions = decisions;
        _publisher = publisher;
        _receiver = receiver;
        _time = time;
        _acking = acker.RunAsync(receiver);
    }

    /// <summary>Starts to take from the source's queue, for destinations.</summary>
    public static Task<HandOverFlow> StartAsync(ITransportSession session, GroupRuntime group, IFlowSource source, FlowParts parts, CancellationToken ended)
    {
        var (decisions, rewriter) = Deciding(group, source, parts);
        if (source.IsIngress) group.Order?.FlowStarts();
        var (pipeline, acker) = source.IsIngress && group.Config.Copies ? CreateRuled(group, source, parts, decisions, rewriter) : CreatePlain(group, source, parts, decisions, rewriter);
        return StartAsync(session, group, source, pipeline, acker, decisions, parts, ended);
    }

    /// <summary>Starts to take from the source's queue what leaves a group that has nobody left.</summary>
    public static Task<HandOverFlow> StartLeavingAsync(ITransportSession session, GroupRuntime group, IFlowSource source, FlowParts parts, CancellationToken ended)
    {
        var book = new SettleBook(source.Receive.Prefetch);
        var acker = new IngressAcker(book, parts.Time);
        var pipeline = new RuledPipeline(group, source, book, acker, DuplicatesOf(group, source, parts.Time), parts.MaxMessageSize, parts.Time);
        var rewriter = new EnvelopeRewriter(parts.Identity.Name, group.Config.Name, group.Config.Algorithm) { CountsCrashes = source.IsOfTheDead };
        pipeline.Attach(new LeavingPump(group, source, pipeline, book, rewriter, parts.Time));
        return StartAsync(session, group, source, pipeline, acker, decisions: null, parts, ended);
    }

    /// <summary>
    /// Starts to take back what a lost destination has left in its queue, in a group that keeps the order of keys. Nothing is handed over until the pump is released.
    /// </summary>
    public static async Task<(HandOverFlow Flow, TakenBackPump Pump)> StartTakingBackAsync(
        ITransportSession session, GroupRuntime group, IFlowSource source, string lost, FlowParts parts, CancellationToken ended)
    {
        var (decisions, rewriter) = Deciding(group, source, parts);
        var book = new SettleBook(source.Receive.Prefetch);
        var acker = new IngressAcker(book, parts.Time);
        var pipeline = new RuledPipeline(group, source, book, acker, duplicates: null, parts.MaxMessageSize, parts.Time) { TakesAll = true };
        var sender = new MessageSender(group, pipeline, book, rewriter, parts.Time) { Spans = SpansOf(group, source, parts) };
        var desk = new OrderDesk(group.Order!, group.State, decisions, group.Config.OrderSlots, lost);
        var pump = new TakenBackPump(group, source, pipeline, sender, desk, decisions, lost, parts.Time);
        pipeline.Attach(pump);
        return (await StartAsync(session, group, source, pipeline, acker, decisions, parts, ended), pump);
    }

    /// <summary>Why the flow cannot go on; null if it can.</summary>
    public Exception? Fault => _pipeline.Fault ?? _publisher.Fault;

    /// <summary>Takes nothing more; what came is still handed over.</summary>
    public ValueTask StopReceivingAsync() => _receiver.StopAsync();

    /// <summary>
    /// Stops: no new deliveries, the held one back to its queue, confirms awaited until <paramref name="deadline"/>, everything settled,
    /// then channels closed. Returns true if nothing was left unsettled. Never throws, never takes much longer than the deadline.
    /// </summary>
    /// <param name="deadline">Most time for each step.</param>
    /// <param name="ended">Cancelled when the session has ended, after which no confirm comes.</param>
    public async Task<bool> StopAsync(TimeSpan deadline, CancellationToken ended)
    {
        // The order matters: the pipeline lets go of a held delivery first, or the receiver would wait for its handler for ever.
        _pipeline.BeginStop();
        await WithinAsync(_receiver.StopAsync().AsTask(), deadline);
        // Twice: it may wait for results that long, and then has still to let go of the rest.
        await WithinAsync(_pipeline.EndAsync(deadline), deadline * 2);
        _acker.BeginDrain();
        await ((Task)Task.WhenAny(_acker.Drained, _acking)).WaitAsync(deadline, _time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var drained = _acker.Drained.IsCompleted;
        _acker.End();
        await WithinAsync(_acking, deadline);
        await WithinAsync(_publisher.DisposeAsync().AsTask(), deadline);
        await WithinAsync(_receiver.DisposeAsync().AsTask(), deadline);
        _decisions?.Dispose();
        return drained;
    }

    /// <summary>Lets go of everything after the session has ended: what was unsettled is with the broker again.</summary>
    public async Task AbandonAsync()
    {
        _pipeline.BeginStop();
        _acker.End();
        await WithinAsync(Task.WhenAll(_acking, _pipeline.EndAsync(TimeSpan.Zero)), TimeSpan.FromSeconds(5));
        _decisions?.Dispose();
    }

    private static (DecisionRecorder Decisions, EnvelopeRewriter Rewriter) Deciding(GroupRuntime group, IFlowSource source, FlowParts parts)
    {
        var config = group.Config;
        var picker = new DestinationPicker(parts.Policies.Create(config.Algorithm, config), new Random());
        var decisions = new DecisionRecorder(group, picker, source.IsIngress ? ShadowRun.Of(group, parts.Policies, parts.Time) : null, parts.Debug, parts.Time);
        return (decisions, new EnvelopeRewriter(parts.Identity.Name, config.Name, picker.PolicyName) { CountsCrashes = source.IsOfTheDead, AsksForResults = config.NeedsResults, Holds = config.Holds });
    }

    private static async Task<HandOverFlow> StartAsync(
        ITransportSession session, GroupRuntime group, IFlowSource source, IIngressPipeline pipeline, IngressAcker acker, DecisionRecorder? decisions, FlowParts parts, CancellationToken ended)
    {
        // Side by side, because they take several round trips each, and what waits at a lost destination waits for both.
        var publishing = FlowPublisher.StartAsync(session, group, parts.Identity.Name, decisions is not null && source.IsIngress && !group.Config.IsSingleActive, parts.MaxMessageSize, pipeline, parts.Time, ended);
        var receiving = source.IsIngress
            ? OpenAsync(() => session.ReceiveAsync(source.Receive, pipeline, ended))
            : OpenAsync(() => FrameReceiver.StartAsync(session, source.Receive, pipeline, source.Receive.Prefetch, ended));
        try
        {
            pipeline.Attach(await publishing);
            return new HandOverFlow(pipeline, acker, decisions, await publishing, await receiving, parts.Time);
        }
        catch
        {
            pipeline.BeginStop();
            await CloseAsync(receiving);
            await CloseAsync(publishing);
            await pipeline.EndAsync(TimeSpan.Zero);
            decisions?.Dispose();
            throw;
        }
    }

    private static (IIngressPipeline Pipeline, IngressAcker Acker) CreatePlain(GroupRuntime group, IFlowSource source, FlowParts parts, DecisionRecorder decisions, EnvelopeRewriter rewriter)
    {
        var ring = new SettleRing<HandOver>(source.Receive.Prefetch);
        var acker = new IngressAcker(ring, parts.Time);
        return (new GroupPipeline(group, source, ring, acker, decisions, rewriter, DuplicatesOf(group, source, parts.Time), parts.MaxMessageSize, parts.Time) { Spans = SpansOf(group, source, parts) }, acker);
    }

    private static (IIngressPipeline Pipeline, IngressAcker Acker) CreateRuled(GroupRuntime group, IFlowSource source, FlowParts parts, DecisionRecorder decisions, EnvelopeRewriter rewriter)
    {
        var book = new SettleBook(source.Receive.Prefetch);
        var acker = new IngressAcker(book, parts.Time, group.Config.Holds ? source.Receive.Prefetch * 3 / 4 : 0);
        var hold = group.Config.Holds ? new HoldDesk(group, parts.Identity.Name, book, source.Receive.Prefetch, parts.Time) : null;
        var pipeline = new RuledPipeline(group, source, book, acker, DuplicatesOf(group, source, parts.Time), parts.MaxMessageSize, parts.Time, hold);
        hold?.Attach(pipeline);
        var turns = hold is null ? null : new HoldTurns(group, hold, pipeline, book, rewriter, parts.Time);
        var sender = new MessageSender(group, pipeline, book, rewriter, parts.Time, turns) { Spans = SpansOf(group, source, parts) };
        pipeline.Attach(new RulePump(group, pipeline, sender, decisions, parts.Time, turns));
        return (pipeline, acker);
    }

    private static RouteSpans? SpansOf(GroupRuntime group, IFlowSource source, FlowParts parts) => parts.MakesSpans
        ? new RouteSpans(group.Config.Name, group.Config.Algorithm, source.Receive.Queue, parts.System, parts.Propagation, parts.Time)
        : null;

    private static IngressDuplicates? DuplicatesOf(GroupRuntime group, IFlowSource source, TimeProvider time) =>
        source.IsIngress && group.Duplicates is { } window ? new IngressDuplicates(window, group.Config.Duplicates, source.Receive.Prefetch, time) : null;

    // What is thrown before anything is awaited comes with the task too.
    private static async Task<T> OpenAsync<T>(Func<ValueTask<T>> open) => await open();

    private static async Task CloseAsync<T>(Task<T> opening)
        where T : IAsyncDisposable
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully) await opening.Result.DisposeAsync();
    }

    private async Task WithinAsync(Task task, TimeSpan limit) =>
        await task.WaitAsync(limit, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
