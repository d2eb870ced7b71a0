using System.Globalization;
using System.Text.Json;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;
using MessageLB.Web.Explaining;

namespace MessageLB.CommandLine.Commands.Explain;

/// <summary>Reads <c>/api/v1/explain</c>.</summary>
internal sealed class ExplainClient(Uri address) : IDisposable
{
    private const string Path = "api/v1/explain";

    // There is no such path: an older dispatcher, or something else.
    private const string NotFound = "urn:messagelb:error:not-found";

    // The answer to a sample comes when its time is over; the rest is patience.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>What is remembered of a message, as the API writes it.</summary>
    public Task<string> FindAsync(string messageId, CancellationToken cancellationToken) =>
        ReadTextAsync($"{Path}/{string.Join('/', messageId.Split('/').Select(Uri.EscapeDataString))}", TimeSpan.Zero, cancellationToken);

    /// <summary>A sample, as the API writes it.</summary>
    public Task<string> SampleAsync(string? group, int count, TimeSpan within, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{Path}?count={count}&seconds={within.TotalSeconds}");
        if (group is not null) query += $"&group={Uri.EscapeDataString(group)}";
        return ReadTextAsync(query, within, cancellationToken);
    }

    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public IReadOnlyList<DecisionResponse> Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ApiJsonContext.Readable.DecisionsResponse)?.Decisions ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"What answers at {address} is no dispatcher of this version: {e.Message}", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> ReadTextAsync(string path, TimeSpan within, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(within + Patience);
        try
        {
            using var response = await _http.GetAsync(path, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            if (response.IsSuccessStatusCode) return text;
            var problem = ReadProblem(text);
            var code = problem is { Status: 400 or 404, Type: not NotFound } ? ExitCodes.Data : ExitCodes.Unavailable;
            throw new CommandFailedException(code, problem?.Detail ?? $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher?");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"No dispatcher answers at {address} ({e.Message}); start one with 'messagelb run' or name another with --url.", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"The dispatcher at {address} has not answered within {(within + Patience).TotalSeconds:0} s.", e);
        }
    }

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
