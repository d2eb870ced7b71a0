using System.Text.Json;
using MessageLB.CommandLine.Commands.Api;
using MessageLB.Web.Alerting;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Alerting;

/// <summary>Reads <c>/api/v1/alerts</c>, and makes and takes away silences.</summary>
internal sealed class AlertsClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>The answer as the API writes it.</summary>
    public Task<string> ReadTextAsync(CancellationToken cancellationToken) => _api.SendAsync(HttpMethod.Get, "api/v1/alerts", Patience, cancellationToken);

    /// <summary>All alerts.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, or it is no dispatcher of this version.</exception>
    public async Task<AlertsResponse> ReadAsync(CancellationToken cancellationToken) =>
        _api.Read(await ReadTextAsync(cancellationToken), ApiJsonContext.Readable.AlertsResponse);

    /// <summary>Makes a silence; the answer as the API writes it.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, or the request is wrong.</exception>
    public Task<string> AddAsync(SilenceRequest request, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Post, "api/v1/silences", Patience, cancellationToken, JsonSerializer.Serialize(request, ApiJsonContext.Readable.SilenceRequest));

    /// <summary>Takes a silence away.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, or there is none of that identifier.</exception>
    public Task RemoveAsync(string id, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Delete, $"api/v1/silences/{Uri.EscapeDataString(id)}", Patience, cancellationToken);

    /// <summary>Reads a silence.</summary>
    public SilenceResponse Read(string text) => _api.Read(text, ApiJsonContext.Readable.SilenceResponse);

    public void Dispose() => _api.Dispose();
}
