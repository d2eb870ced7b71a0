using MessageLB.CommandLine.Commands.Api;
using MessageLB.Web.Api;

namespace MessageLB.CommandLine.Commands.Administration;

/// <summary>Says over the HTTP API what people want of a destination, and looks how far it has come.</summary>
internal sealed class AdministrationClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ApiClient _api = new(address);

    /// <summary>Says it; the answer is the destination from then on, as the API writes it.</summary>
    /// <param name="destination">Which one.</param>
    /// <param name="verb"><c>drain</c>, <c>maintenance</c> or <c>resume</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CommandFailedException">Nobody answers, or there is no such destination.</exception>
    public Task<string> SetAsync(DestinationAddress destination, string verb, CancellationToken cancellationToken) =>
        _api.SendAsync(HttpMethod.Post, $"api/v1/groups/{destination.Group}/destinations/{destination.Destination}/{verb}", Patience, cancellationToken);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="CommandFailedException">It is not what a dispatcher writes.</exception>
    public DestinationResponse Read(string text) => _api.Read(text, ApiJsonContext.Readable.DestinationResponse);

    public void Dispose() => _api.Dispose();
}
