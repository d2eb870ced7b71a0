using MessageLB.CommandLine.Commands.Dev;
using MessageLB.CommandLine.Transports;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Latency;

/// <summary>Measures one shape once, in a group of its own, and leaves nothing behind at the broker.</summary>
internal sealed class LatencyMeasurement(LatencyOptions options, ITransport transport, PreciseTimer timer, TimeProvider time, Action<string> note)
{
    /// <summary>Time from the publisher's being ready to the start of the arrivals.</summary>
    private static readonly TimeSpan Head = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    /// <exception cref="CommandFailedException">It took too long, or the broker did not take a message.</exception>
    /// <exception cref="MessageLBException">The broker is not there, refuses, or went away meanwhile.</exception>
    public async Task<RunFigures> RunAsync(ILatencyShape shape, string group, Workload workload, CancellationToken stop)
    {
        var over = false;
        var books = new LatencyBooks(workload.Count, options.Speeds.Count, time);
        var stage = new LatencyStage(group, options, workload, books, transport, timer, time, text =>
        {
            // Workers that take their leave at the end are worth a warning to a dispatcher, not to whoever measures.
            if (!Volatile.Read(ref over)) note(text);
        });
        await using var queues = new GroupQueues(transport, group, [.. options.Speeds.Select((_, worker) => DevCrew.NameOf(worker))], note);
        await using var session = await transport.OpenAsync(new SessionOptions { ClientName = $"messagelb-bench {group}" }, stop);
        await session.Topology.DeclareExchangesAsync(stop);
        await session.Topology.DeclareGroupAsync(group, [$"{group}.#"], stop);
        await using var crew = await shape.StartAsync(stage, stop);
        using var watch = session.Ended.Register(() => books.Fail(new SessionEndedException(session.EndReason ?? "the session of the publisher ended")));
        try
        {
            // What is thrown away here is not thrown away in the middle of the measurement.
            GC.Collect();
            var start = time.GetTimestamp() + (long)(Head.TotalSeconds * time.TimestampFrequency);
            await PublishAsync(stage, session, start, stop);
            return books.Read(workload, start);
        }
        finally
        {
            Volatile.Write(ref over, true);
        }
    }

    private async Task PublishAsync(LatencyStage stage, ITransportSession session, long start, CancellationToken stop)
    {
        using var clock = new CancellationTokenSource(Head + options.WarmUp + options.Duration + options.Timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop, clock.Token);
        var publisher = new BenchPublisher(new BenchMessages(stage.Group, options.Size), stage.Workload.Arrivals, stage.Books, timer, time);
        var publishing = publisher.RunAsync(session, first: 0, start, ended.Token);
        try
        {
            await Task.WhenAny(publishing, stage.Books.End);
            await stage.Books.End.WaitAsync(ended.Token);
            await publishing;
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.Timeout, $"{stage.Books.Left} of {stage.Workload.Count} messages were not completed {options.Timeout.TotalSeconds:0.#} s after the last arrival; lower --load or raise --timeout.");
        }
        finally
        {
            // A publish that waits for a broker that takes nothing ends with the session, which comes after this.
            await ended.CancelAsync();
            await publishing.WaitAsync(LongestEnd, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
