using System.Text.Json.Serialization.Metadata;

namespace MessageLB.CommandLine.Commands.Api;

/// <summary>Reads a view that the API has of all groups and of each: <c>/api/v1/VIEW</c> and <c>/api/v1/groups/NAME/VIEW</c>.</summary>
/// <typeparam name="TAll">Answer for all groups.</typeparam>
/// <typeparam name="TOne">Answer for one.</typeparam>
/// <param name="address">Address of the API.</param>
/// <param name="view">Name of the view.</param>
/// <param name="all">How the answer for all is read.</param>
/// <param name="one">How the answer for one is read.</param>
/// <param name="groups">The groups in the answer for all.</param>
internal sealed class GroupViewClient<TAll, TOne>(Uri address, string view, JsonTypeInfo<TAll> all, JsonTypeInfo<TOne> one, Func<TAll, IReadOnlyList<TOne>> groups) : IDisposable
    where TAll : class
    where TOne : class
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>The answer as the API writes it.</summary>
    /// <param name="group">A group; null for all.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<string> ReadTextAsync(string? group, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Get, group is null ? $"api/v1/{view}" : $"api/v1/groups/{Uri.EscapeDataString(group)}/{view}", Patience, cancellationToken);

    /// <summary>All groups, or the one.</summary>
    /// <exception cref="CommandFailedException">Nobody answers, there is no such group, or it is no dispatcher of this version.</exception>
    public async Task<IReadOnlyList<TOne>> ReadAsync(string? group, CancellationToken cancellationToken)
    {
        var text = await ReadTextAsync(group, cancellationToken);
        return group is null ? groups(_api.Read(text, all)) : [_api.Read(text, one)];
    }

    public void Dispose() => _api.Dispose();
}
