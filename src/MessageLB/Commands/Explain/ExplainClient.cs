using System.Globalization;
using MessageLB.CommandLine.Commands.Api;
using MessageLB.Web.Api;
using MessageLB.Web.Explaining;

namespace MessageLB.CommandLine.Commands.Explain;

/// <summary>Reads <c>/api/v1/explain</c>.</summary>
internal sealed class ExplainClient(Uri address) : IDisposable
{
    private const string Path = "api/v1/explain";

    // The answer to a sample comes when its time is over; the rest is patience.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>What is remembered of a message, as the API writes it.</summary>
    public Task<string> FindAsync(string messageId, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Get, $"{Path}/{string.Join('/', messageId.Split('/').Select(Uri.EscapeDataString))}", Patience, cancellationToken);

    /// <summary>A sample, as the API writes it.</summary>
    public Task<string> SampleAsync(string? group, int count, TimeSpan within, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture, $"{Path}?count={count}&seconds={within.TotalSeconds}");
        if (group is not null) query += $"&group={Uri.EscapeDataString(group)}";
        return _api.SendAsync(HttpMethod.Get, query, within + Patience, cancellationToken);
    }

    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public IReadOnlyList<DecisionResponse> Read(string text) => _api.Read(text, ApiJsonContext.Readable.DecisionsResponse).Decisions;

    public void Dispose() => _api.Dispose();
}
