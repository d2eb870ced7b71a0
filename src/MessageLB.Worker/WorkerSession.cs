using MessageLB.Frames;
using MessageLB.Transport;
using MessageLB.Worker.Fencing;
using MessageLB.Worker.Results;

namespace MessageLB.Worker;

/// <summary>
/// A transport session while a worker uses it. After a pause of the process it is not believed to live until the broker has answered
/// in it: the broker, or a dispatcher, may have closed its connection meanwhile and given its messages to others. Thread-safe.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="publisher">Publishes in it.</param>
/// <param name="results">Reports results in it.</param>
/// <param name="queue">Queue to ask about; its connection is the one that messages come on.</param>
/// <param name="attendance">Knows of pauses.</param>
/// <param name="time">Clock.</param>
internal sealed class WorkerSession(ITransportSession session, ConfirmingPublisher publisher, ResultReporter results, string queue, Attendance attendance, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _livedAt = time.GetTimestamp();
    private volatile string? _hold;
    private volatile bool _isTakenAway;

    public CancellationToken Ended => session.Ended;

    public bool HasEnded => _isTakenAway || session.Ended.IsCancellationRequested;

    /// <summary>
    /// Whether messages of the session may be started and settled. Answers at once, unless the process was paused since the broker was
    /// last heard: then asks it first.
    /// </summary>
    public ValueTask<bool> LivesAsync()
    {
        if (HasEnded) return new ValueTask<bool>(false);
        attendance.Look(time.GetTimestamp());
        return Volatile.Read(ref _livedAt) >= attendance.ResumedAt ? new ValueTask<bool>(true) : AskAsync();
    }

    /// <summary>Messages in hold come from this queue too; it exists.</summary>
    public void TakeHeld(string hold) => _hold = hold;

    /// <summary>Starts to receive from a queue what comes alone and in frames.</summary>
    public ValueTask<IReceiver> ReceiveAsync(ReceiveOptions options, IDeliveryHandler handler, CancellationToken cancellationToken) =>
        FrameReceiver.StartAsync(session, options, handler, int.MaxValue, cancellationToken);

    /// <summary>Publishes and waits for the outcome.</summary>
    public Task<PublishOutcome> PublishAsync(string exchange, string routingKey, MessageProperties properties, ReadOnlyMemory<byte> body) =>
        publisher.PublishAsync(exchange, routingKey, properties, body, CancellationToken.None);

    /// <summary>Answers a canary.</summary>
    public ValueTask AnswerAsync(in WorkerInstance worker, string canary) =>
        session.Control.SendAsync(Names.ProbeKey(worker.Group, worker.Destination), Canary.Answer(canary), session.Ended);

    /// <summary>Reports a result to whoever asked for it; waits only while very many wait to be reported.</summary>
    public ValueTask ReportAsync(in WorkResult result) => results.ReportAsync(result);

    /// <summary>Reports the last results and disposes the publisher; the session is its owner's.</summary>
    public async ValueTask DisposeAsync()
    {
        await results.DisposeAsync();
        await publisher.DisposeAsync();
    }

    private async ValueTask<bool> AskAsync()
    {
        await _oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            // Again and again, because there may be another pause while it waits; one answer serves everybody who waits here.
            while (!HasEnded && Volatile.Read(ref _livedAt) < attendance.ResumedAt)
            {
                var asked = time.GetTimestamp();
                await HearAsync();
                attendance.Look(time.GetTimestamp());
                Volatile.Write(ref _livedAt, asked);
            }
        }
        catch (SessionEndedException)
        {
            return false;
        }
        finally
        {
            _oneAtATime.Release();
        }

        return !HasEnded;
    }

    private async ValueTask HearAsync()
    {
        try
        {
            await session.Topology.InspectAsync(queue, CancellationToken.None);
            // Who gives what was in hold here to others deletes the queue, and the session ends with it; but the client may come to the
            // broker's word of that, which waits behind deliveries, only after this answer.
            if (_hold is { } hold && await session.Topology.InspectAsync(hold, CancellationToken.None) is null) _isTakenAway = true;
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            // A refusal is an answer; after anything else the session's own word has to do.
        }
    }
}
