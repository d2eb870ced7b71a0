using System.Globalization;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Status;
using MessageLB.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace MessageLB.Web.Recording;

/// <summary>Records a group and streams what happens while it does.</summary>
internal sealed class RecordingEndpoint(IRecordings recordings, IDispatcherStatus status, IHostApplicationLifetime lifetime, TimeProvider time)
{
    public const string ContentType = "application/x-ndjson";

    private const int DefaultSeconds = 60;

    // Lines are gathered for this long, so that a busy group does not make a packet of each.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);
    private static readonly int MostSeconds = (int)IRecordings.Longest.TotalSeconds;

    public IResult Handle(HttpRequest request)
    {
        var groups = status.Read().Groups.Select(g => g.Name).ToList();
        var problems = new List<string>();
        var group = request.Query["group"].ToString();
        if (group.Length == 0 && groups.Count == 1) group = groups[0];
        if (group.Length == 0) problems.Add($"Which group? Add ?group= with one of {string.Join(", ", groups)}.");
        if (!TrySeconds(request.Query["seconds"].ToString(), out var seconds)) problems.Add($"'seconds' is '{request.Query["seconds"]}'; write a whole number from 1 to {MostSeconds}.");
        if (problems.Count > 0) return Problems.BadRequest(string.Join(' ', problems));
        if (!groups.Contains(group)) return Problems.UnknownGroup(group, groups);
        return recordings.TryStart(group, TimeSpan.FromSeconds(seconds), out var recording)
            ? new RecordingResult(recording, lifetime, time, Gather)
            : Problems.AlreadyRecording(group);
    }

    private static bool TrySeconds(string text, out int seconds)
    {
        seconds = DefaultSeconds;
        return text.Length == 0 || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds >= 1 && seconds <= MostSeconds);
    }
}
