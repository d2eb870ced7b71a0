using MessageLB.CommandLine.Commands.Api;
using MessageLB.Web.Api;
using MessageLB.Web.Performance;

namespace MessageLB.CommandLine.Commands.Performance;

/// <summary>Reads <c>/api/v1/performance</c>.</summary>
internal sealed class PerformanceClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>The answer as the API writes it.</summary>
    /// <param name="group">A group; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string> ReadTextAsync(string? group, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Get, group is null ? "api/v1/performance" : $"api/v1/groups/{Uri.EscapeDataString(group)}/performance", Patience, cancellationToken);

    /// <summary>All groups, or the one.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, there is no such group, or it is no dispatcher of this version.</exception>
    public async Task<IReadOnlyList<GroupPerformanceResponse>> ReadAsync(string? group, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(group, cancellationToken);
        return group is null
            ? _api.Read(text, ApiJsonContext.Readable.PerformanceResponse).Groups
            : [_api.Read(text, ApiJsonContext.Readable.GroupPerformanceResponse)];
    }

    public void Dispose() => _api.Dispose();
}
