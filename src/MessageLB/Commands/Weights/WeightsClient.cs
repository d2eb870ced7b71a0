using MessageLB.CommandLine.Commands.Api;
using MessageLB.Web.Adjustment;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Weights;

/// <summary>Reads the weights of a group over the HTTP API, and puts the configured ones in force again.</summary>
internal sealed class WeightsClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>The weights as the API writes them.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, or there is no such group.</exception>
    public Task<string> ReadTextAsync(string group, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Get, $"api/v1/groups/{Uri.EscapeDataString(group)}/adjustments", Patience, cancellationToken);

    /// <summary>Puts the configured weights in force again; the answer as the API writes it.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, or there is no such group.</exception>
    public Task<string> ResetAsync(string group, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Post, $"api/v1/groups/{Uri.EscapeDataString(group)}/weights/reset", Patience, cancellationToken);

    /// <summary>Reads an answer to <see cref="ReadTextAsync"/>.</summary>
    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public GroupAdjustmentsResponse Read(string text) => _api.Read(text, ApiJsonContext.Readable.GroupAdjustmentsResponse);

    /// <summary>Reads an answer to <see cref="ResetAsync"/>.</summary>
    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public WeightsResetResponse ReadReset(string text) => _api.Read(text, ApiJsonContext.Readable.WeightsResetResponse);

    public void Dispose() => _api.Dispose();
}
