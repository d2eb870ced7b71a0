using System.Text.Json;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Status;

/// <summary>Reads <c>/api/v1/status</c>.</summary>
internal sealed class StatusClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };

    /// <exception cref="CommandFailedException">Nobody answers, or it is no dispatcher.</exception>
    public async Task<StatusResponse> ReadAsync(CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(cancellationToken);
        try
        {
            return JsonSerializer.Deserialize(text, ApiJsonContext.Readable.StatusResponse)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"What answers at {address} is no dispatcher of this version: {e.Message}", e);
        }
    }

    /// <exception cref="CommandFailedException">Nobody answers, or with an error.</exception>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.GetAsync("api/v1/status", cancellationToken);
            if (response.IsSuccessStatusCode) return await response.Content.ReadAsStringAsync(cancellationToken);
            throw new CommandFailedException(ExitCodes.Unavailable, $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher?");
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

    public void Dispose() => _http.Dispose();
}
