using MessageLB.Dispatcher.Recording;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MessageLB.Web.Recording;

/// <summary>Streams a recording until it ends, its reader goes away, or the process stops.</summary>
/// <param name="recording">The recording; ended with the answer.</param>
/// <param name="lifetime">Tells of the process's stop, which must not wait for a recording.</param>
/// <param name="time">Clock.</param>
/// <param name="gather">How long lines are gathered before they are sent.</param>
internal sealed class RecordingResult(IRecording recording, IHostApplicationLifetime lifetime, TimeProvider time, TimeSpan gather) : IResult
{
    private const int MostInOnePiece = 64 * 1024;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var owned = recording;
        using var stop = lifetime.ApplicationStopping.Register(recording.Stop);
        var gone = httpContext.RequestAborted;
        httpContext.Response.ContentType = RecordingEndpoint.ContentType;
        var output = httpContext.Response.BodyWriter;
        using var lines = new RecordingLines(output);
        try
        {
            lines.WriteHeader(recording.Group);
            await output.FlushAsync(gone);
            while (await recording.Events.WaitToReadAsync(gone))
            {
                while (recording.Events.TryRead(out var happened))
                {
                    lines.Write(happened);
                    if (output.UnflushedBytes > MostInOnePiece) await output.FlushAsync(gone);
                }

                await output.FlushAsync(gone);
                if (recording.End == RecordingEnd.None) await Task.Delay(gather, time, gone);
            }

            lines.WriteEnd(recording);
            await output.FlushAsync(gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // Whoever read has gone; the recording ends with it.
        }
    }
}
