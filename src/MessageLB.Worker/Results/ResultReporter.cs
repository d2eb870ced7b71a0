using System.Buffers;
using System.Threading.Channels;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Worker.Results;

/// <summary>
/// Reports results within one session: as many as are in hand at once, with a confirm, so that none waits for others and a lost one is
/// known. What nobody listens to is dropped: whoever needed it has the message again by other ways. Thread-safe.
/// </summary>
internal sealed partial class ResultReporter : IAsyncDisposable
{
    /// <summary>Most results that wait; beyond it handlers wait too, as while the broker takes no publishes.</summary>
    public const int MostWaiting = 1024;

    private static readonly MessageProperties Properties = new() { ContentType = "application/json" };

    private readonly Channel<WorkResult> _waiting = Channel.CreateBounded<WorkResult>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly ConfirmingPublisher _publisher;
    private readonly ILogger _logger;
    private readonly string _key;
    private readonly Task _reporting;

    /// <param name="settings">Whose results.</param>
    /// <param name="publisher">Publishes in the session.</param>
    /// <param name="logger">Log.</param>
    /// <param name="ended">Cancelled when the session has ended.</param>
    public ResultReporter(WorkerSettings settings, ConfirmingPublisher publisher, ILogger logger, CancellationToken ended)
    {
        (_publisher, _logger) = (publisher, logger);
        _key = Names.ResultKey(settings.Worker.Group, settings.Worker.Destination);
        _reporting = RunAsync(ended);
    }

    /// <summary>Takes a result to be reported; does nothing when the session is over.</summary>
    public ValueTask ReportAsync(in WorkResult result) => _waiting.Writer.TryWrite(result) ? ValueTask.CompletedTask : ReportLaterAsync(result);

    /// <summary>Reports what waits, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _reporting;
    }

    private async ValueTask ReportLaterAsync(WorkResult result)
    {
        try
        {
            await _waiting.Writer.WriteAsync(result, CancellationToken.None);
        }
        catch (ChannelClosedException)
        {
            // The session is over, and so is whatever waited for the result.
        }
    }

    private async Task RunAsync(CancellationToken ended)
    {
        var batch = new WorkResult[ResultCodec.MaxResults];
        var buffer = new ArrayBufferWriter<byte>(4096);
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(ended))
            {
                var count = 0;
                while (count < batch.Length && _waiting.Reader.TryRead(out batch[count])) count++;
                buffer.ResetWrittenCount();
                if (count == 0) continue;
                ResultCodec.Write(buffer, batch.AsSpan(0, count));
                await SendAsync(buffer.WrittenMemory, count);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SessionEndedException)
        {
            // Whoever handed the messages over hears of the session's end in another way.
        }
        finally
        {
            // Handlers must not wait for room that nobody makes any more.
            _waiting.Writer.TryComplete();
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> body, int count)
    {
        try
        {
            var outcome = await _publisher.PublishAsync(Names.ControlExchange, _key, Properties, body, CancellationToken.None);
            if (outcome != PublishOutcome.Confirmed) LogNotTaken(count, outcome);
        }
        catch (Exception e) when (e is not SessionEndedException)
        {
            LogNotSent(count, e.Message);
        }
    }

    [LoggerMessage(3060, LogLevel.Debug, "{Count} results were not taken by anybody ({Outcome})")]
    private partial void LogNotTaken(int count, PublishOutcome outcome);

    [LoggerMessage(3061, LogLevel.Warning, "{Count} results could not be reported: {Error}")]
    private partial void LogNotSent(int count, string error);
}
