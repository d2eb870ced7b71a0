using System.Text.Json;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;

namespace MessageLB.CommandLine.Commands.Administration;

/// <summary>Says over the HTTP API what people want of a destination, and looks how far it has come.</summary>
internal sealed class AdministrationClient(Uri address) : IDisposable
{
    // There is no such path: an older dispatcher, or something else.
    private const string NotFound = "urn:messagelb:error:not-found";

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>Says it; the answer is the destination from then on, as the API writes it.</summary>
    /// <param name="destination">Which one.</param>
    /// <param name="verb"><c>drain</c>, <c>maintenance</c> or <c>resume</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandFailedException">Nobody answers, or there is no such destination.</exception>
    public async Task<string> SetAsync(DestinationAddress destination, string verb, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.PostAsync($"api/v1/groups/{destination.Group}/destinations/{destination.Destination}/{verb}", content: null, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode) return text;
            var problem = ReadProblem(text);
            var code = problem is { Status: 404, Type: not NotFound } ? ExitCodes.Data : ExitCodes.Unavailable;
            throw new CommandFailedException(code, problem?.Detail ?? $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher?");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"No dispatcher answers at {address} ({e.Message}); start one with 'messagelb run' or name another with --url.", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"The dispatcher at {address} has not answered within {_http.Timeout.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public DestinationResponse Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiJsonContext.Readable.DestinationResponse) ?? throw new JsonException("null");
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
