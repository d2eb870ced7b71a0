using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;

namespace MessageLB.CommandLine.Commands.Api;

/// <summary>Asks the HTTP API of a dispatcher, and says in words what is wrong when it does not answer, or answers with a problem.</summary>
/// <param name="address">Address of the API.</param>
internal sealed class ApiClient(Uri address) : IDisposable
{
    // There is no such path: an older dispatcher, or something else.
    private const string NotFound = "urn:messagelb:error:not-found";

    // Asking again would not help, as it does with others of this status.
    private const string ConfiguredSilence = "urn:messagelb:error:configured-silence";

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request; the answer as the API writes it.</summary>
    /// <param name="method">Method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="patience">How long the answer may take.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="json">Body; null for none.</param>
    /// <exception cref="CommandFailedException">Nobody answers in time, or with an error.</exception>
    public async Task<string> SendAsync(HttpMethod method, string path, TimeSpan patience, CancellationToken cancellationToken, string? json = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var request = new HttpRequestMessage(method, path);
            if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await _http.SendAsync(request, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            if (response.IsSuccessStatusCode) return text;
            var problem = ReadProblem(text);
            var code = problem switch
            {
                { Status: 422 } => ExitCodes.Configuration,
                { Status: 400 or 404, Type: not NotFound } or { Status: 409, Type: ConfiguredSilence } => ExitCodes.Data,
                _ => ExitCodes.Unavailable,
            };
            throw new CommandFailedException(code, problem?.Detail ?? $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher?");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"No dispatcher answers at {address} ({e.Message}); start one with 'messagelb run' or name another with --url.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"The dispatcher at {address} has not answered within {patience.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public T Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"What answers at {address} is no dispatcher of this version: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private static Problem? ReadProblem(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiJsonContext.Readable.Problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
