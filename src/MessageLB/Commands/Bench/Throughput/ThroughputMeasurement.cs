using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Commands.Publish;
using MessageLB.CommandLine.Publishing;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Transports;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>Measures one shape once, in a group of its own, and leaves nothing behind at the broker.</summary>
internal sealed class ThroughputMeasurement(ThroughputOptions options, ThroughputBroker broker, PreciseTimer timer, TimeProvider time, Action<string> note)
{
    private const double Megabyte = 1e6;

    /// <summary>Time from the first completion to the start of the arrivals.</summary>
    private static readonly TimeSpan Head = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    /// <exception cref="CommandFailedException">Nothing came any more, or the broker did not take a message.</exception>
    /// <exception cref="MessageLBException">The broker is not there, refuses, or went away meanwhile.</exception>
    public async Task<ThroughputFigures> RunAsync(IThroughputShape shape, string group, CancellationToken stop)
    {
        var over = false;
        var books = new ThroughputBooks(options.Messages, options.WarmUp, () => Usage.Read(broker.ProcessorTime, time), time);
        var stage = new ThroughputStage(group, [.. Enumerable.Range(0, options.Destinations).Select(DevCrew.NameOf)], broker, books, time, text =>
        {
            // Workers that take their leave at the end are worth a warning to a dispatcher, not to whoever measures.
            if (!Volatile.Read(ref over)) note(text);
        });
        await using var queues = new GroupQueues(broker.Transport, group, stage.Destinations, note);
        await using var session = await broker.Transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {group}" }, stop);
        await session.Topology.DeclareExchangesAsync(stop);
        await session.Topology.DeclareGroupAsync(group, [$"{group}.#"], stop);
        var fill = await FillAsync(session, shape, group, stop);
        using var watch = session.Ended.Register(() => books.Fail(new SessionEndedException(session.EndReason ?? "the session of the publisher ended")));
        // What filling left behind is neither thrown away in the middle of the measurement nor counted in its peak.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        using var memory = new MemoryPeak(time);
        var start = time.GetTimestamp();
        await using var crew = await shape.StartAsync(stage, stop);
        try
        {
            // Not while all of it is stopped, which takes some seconds with many workers.
            using var progress = new ThroughputProgress(() => $"{shape.Name}: {Figures.Count(books.Completed)} of {Figures.Count(options.Messages)} completed", note, time);
            var figures = options.Drains ? await DrainAsync(books, stop) : await PublishAsync(books, session, group, stop);
            return figures with
            {
                Fill = options.Drains ? fill : null,
                StartMs = Math.Round(time.GetElapsedTime(start, await books.First).TotalMilliseconds, 1),
                PeakWorkingSetMb = Math.Round(memory.Look() / Megabyte, 1),
            };
        }
        finally
        {
            Volatile.Write(ref over, true);
        }
    }

    /// <summary>Has the messages wait at ingress; at a rate only the first, which shows when the shape is ready.</summary>
    private async Task<FillFigures> FillAsync(ITransportSession session, IThroughputShape shape, string group, CancellationToken stop)
    {
        var count = options.Drains ? options.Messages : 1;
        var tally = new PublishTally();
        using var progress = new ThroughputProgress(() => $"{shape.Name}: {Figures.Count(tally.Confirmed)} of {Figures.Count(count)} wait", note, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Ended);
        var begin = Usage.Read(broker.ProcessorTime, time);
        try
        {
            await new PacedPublisher(new BenchSource(group, options.Size, count), tally, perSecond: 0, time).RunAsync(session, ended.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            // Told below.
        }

        stop.ThrowIfCancellationRequested();
        if (tally.Confirmed == count) return FillFigures.Of(count, begin, Usage.Read(broker.ProcessorTime, time));
        throw session.EndReason is { } reason ? new SessionEndedException(reason) : new CommandFailedException(ExitCodes.Unavailable, $"{count - tally.Confirmed} messages were not taken by the broker; the measurement is void.");
    }

    private async Task<ThroughputFigures> DrainAsync(ThroughputBooks books, CancellationToken stop)
    {
        await CompletedAsync(books.End, books, stop);
        return await books.ReadAsync();
    }

    private async Task<ThroughputFigures> PublishAsync(ThroughputBooks books, ITransportSession session, string group, CancellationToken stop)
    {
        await CompletedAsync(books.First, books, stop);
        var arrivals = options.Arrivals;
        var start = time.GetTimestamp() + (long)(Head.TotalSeconds * time.TimestampFrequency);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var publishing = new BenchPublisher(new BenchMessages(group, options.Size), arrivals, books, timer, time).RunAsync(session, first: 1, start, ended.Token);
        try
        {
            var completing = CompletedAsync(books.End, books, ended.Token);
            await await Task.WhenAny(publishing, completing);
            await completing;
            await publishing;
            return await books.ReadAsync(arrivals, start);
        }
        finally
        {
            // A publish that waits for a broker that takes nothing ends with the session, which comes after this.
            await ended.CancelAsync();
            await publishing.WaitAsync(LongestEnd, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Waits for something as long as messages are completed.</summary>
    private async Task CompletedAsync(Task what, ThroughputBooks books, CancellationToken stop)
    {
        while (true)
        {
            var before = books.Completed;
            try
            {
                await what.WaitAsync(LongestSilence, time, stop);
                return;
            }
            catch (TimeoutException) when (books.Completed > before)
            {
                // It goes on.
            }
            catch (TimeoutException)
            {
                throw new CommandFailedException(ExitCodes.Timeout, $"{options.Messages - before} of {options.Messages} messages were not completed, and none for {LongestSilence.TotalSeconds:0} s; take fewer --destinations or a lower --rate.");
            }
        }
    }
}
