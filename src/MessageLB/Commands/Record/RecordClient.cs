using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Record;

/// <summary>Asks a dispatcher for <c>/api/v1/recording</c>.</summary>
internal sealed class RecordClient(Uri address, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <exception cref="CommandFailedException">Nobody answers, or with an error.</exception>
    public async Task<RecordStream> StartAsync(string? group, int seconds, CancellationToken stop)
    {
        var which = group is null ? string.Empty : $"&group={Uri.EscapeDataString(group)}";
        var path = new Uri(string.Create(CultureInfo.InvariantCulture, $"api/v1/recording?seconds={seconds}{which}"), UriKind.Relative);
        try
        {
            var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, stop).WaitAsync(LongestAnswer, time, stop);
            if (response.IsSuccessStatusCode) return await RecordStream.OpenAsync(response, stop);
            using (response) throw await RefusalAsync(response, stop);
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"No dispatcher answers at {address} ({e.Message}); start one with 'messagelb run' or name another with --url.", e);
        }
        catch (TimeoutException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"The dispatcher at {address} has not answered within {LongestAnswer.TotalSeconds:0} s.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<CommandFailedException> RefusalAsync(HttpResponseMessage response, CancellationToken stop)
    {
        try
        {
            if (await response.Content.ReadFromJsonAsync(ApiJsonContext.Readable.Problem, stop) is { } problem)
                return new CommandFailedException(problem.Status == 400 ? ExitCodes.Usage : ExitCodes.Unavailable, problem.Detail);
        }
        catch (JsonException)
        {
            // Not one of ours: said below.
        }

        return new CommandFailedException(ExitCodes.Unavailable, $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher of this version?");
    }
}
