using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MessageLB.Transport;

namespace MessageLB.RabbitMq;

/// <summary>
/// Closes connections through RabbitMQ's management API. It asks the configured address only: redirects are not followed, so that
/// nobody can send the password elsewhere. Thread-safe.
/// </summary>
public sealed class RabbitMqManagement : IConnectionCloser, IDisposable
{
    private readonly RabbitMqManagementOptions _options;
    private readonly HttpClient _http;
    private readonly string _root;

    /// <summary>Creates it; nothing is asked yet.</summary>
    public RabbitMqManagement(RabbitMqManagementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _root = options.Uri.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/api";
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            Timeout = options.CallTimeout,
            MaxResponseContentBufferSize = options.MaxAnswerSize,
        };
    }

    /// <inheritdoc />
    public async Task<int> CloseAsync(string clientName, string reason, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(clientName);
        var closed = 0;
        foreach (var name in await FindAsync(clientName, cancellationToken))
        {
            using var answer = await SendAsync(HttpMethod.Delete, $"connections/{Uri.EscapeDataString(name)}", reason, cancellationToken);
            // Gone by itself meanwhile is as good.
            if (answer.StatusCode == HttpStatusCode.NotFound) continue;
            ThrowIfRefused(answer);
            closed++;
        }

        return closed;
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    // A session has up to three connections, each with its purpose behind the name: "messagelb-worker g/d/i (consume)".
    private async Task<List<string>> FindAsync(string clientName, CancellationToken cancellationToken)
    {
        var path = $"vhosts/{Uri.EscapeDataString(_options.VirtualHost)}/connections?columns=name,user_provided_name,client_properties.connection_name";
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        ThrowIfRefused(answer);
        using var json = await ReadAsync(answer, cancellationToken);
        var found = new List<string>();
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw new MessageLBException($"The management API at {_root} does not answer with a list of connections.");
        foreach (var connection in json.RootElement.EnumerateArray())
        {
            if (Text(connection, "name") is { } name && Text(connection, "user_provided_name") is { } given && IsOf(clientName, given)) found.Add(name);
        }

        return found;
    }

    private static bool IsOf(string clientName, string given) =>
        given.StartsWith(clientName, StringComparison.Ordinal) && (given.Length == clientName.Length || given.AsSpan(clientName.Length).StartsWith(" ("));

    private static string? Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException e)
        {
            throw new MessageLBException($"The management API does not answer with JSON: {e.Message}", e);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? reason, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{_root}/{path}");
        var login = $"{_options.Username}:{await _options.Password(cancellationToken)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(login)));
        if (reason is not null) request.Headers.TryAddWithoutValidation("X-Reason", reason);
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MessageLBException($"The management API at {_root} did not answer within {_options.CallTimeout.TotalSeconds:0.###} s.");
        }
        catch (HttpRequestException e)
        {
            throw new MessageLBException($"The management API at {_root} cannot be asked: {e.Message}", e);
        }
    }

    private void ThrowIfRefused(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode) return;
        throw new MessageLBException(answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => $"User '{_options.Username}' may not use the management API at {_root}, or may not close this connection: it takes the tag 'management' for connections of the same user, 'administrator' for those of others.",
            _ => $"The management API at {_root} answers {(int)answer.StatusCode}.",
        });
    }
}
