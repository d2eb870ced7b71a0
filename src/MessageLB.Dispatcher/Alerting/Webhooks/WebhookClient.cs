using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;

namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>
/// Makes one attempt: signs and posts, and looks at the status of the answer. Goes only where it is allowed to go (see <see cref="CheckedDialer"/>), follows nothing, keeps no
/// connection and no cookie, uses no proxy, and reads no body, so that an answer can neither lead elsewhere nor fill the memory.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxHeadersKiB = 16;

    private readonly Uri _uri;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly WebhookSecret _secret;
    private readonly HttpMessageInvoker _client;

    public WebhookClient(WebhookConfig config, TimeProvider time)
    {
        (_uri, _timeout, _time) = (new Uri(config.Url!), config.Timeout, time);
        _secret = new WebhookSecret(config.SecretFile, config.SecretEnv);
        var dialer = new CheckedDialer(new AddressRule(config.Allow, "called"), Dns.GetHostAddressesAsync);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeadersKiB,
            MaxResponseDrainSize = 0,
            // A connection that is kept would stand for an address that was judged long ago.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, limit) =>
                new NetworkStream(await dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, limit), ownsSocket: true),
        });
    }

    /// <summary>Scheme, host and port; what follows may be a secret.</summary>
    public string Target => _uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Sends a notice once. Throws only if <paramref name="stopping"/>.</summary>
    public async Task<WebhookOutcome> SendAsync(string id, byte[] body, CancellationToken stopping)
    {
        using var timeout = new CancellationTokenSource(_timeout, _time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping);
        try
        {
            return await SendAsync(id, body, limit, stopping);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new WebhookOutcome($"no answer within {Duration.Describe(_timeout)}", IsFinal: false);
        }
        catch (HttpRequestException e) when (e.InnerException is ProbeRefusedException refused)
        {
            return new WebhookOutcome(refused.Message, IsFinal: true);
        }
        catch (Exception e)
        {
            // Whatever it is: one notice that cannot be sent must not end the sending of all.
            stopping.ThrowIfCancellationRequested();
            return new WebhookOutcome(e.Message, IsFinal: e is not (HttpRequestException or IOException));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<WebhookOutcome> SendAsync(string id, byte[] body, CancellationTokenSource limit, CancellationToken stopping)
    {
        var (secret, problem) = await _secret.ReadAsync(limit.Token);
        if (problem is not null) return new WebhookOutcome(problem, IsFinal: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, _uri) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "messagelb-webhook");
        request.Headers.TryAddWithoutValidation("MessageLB-Notice", id);
        if (secret is not null)
        {
            var timestamp = WebhookSignature.Timestamp(_time.GetUtcNow());
            request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, timestamp);
            request.Headers.TryAddWithoutValidation(WebhookSignature.Header, WebhookSignature.Of(secret, timestamp, body));
        }

        using var answer = await _client.SendAsync(request, limit.Token);
        stopping.ThrowIfCancellationRequested();
        return Judge((int)answer.StatusCode);
    }

    // Who refuses refuses the same a second time, unless it says that it is busy; and where a redirection leads nobody has allowed.
    private static WebhookOutcome Judge(int status) => status switch
    {
        >= 200 and < 300 => default,
        >= 300 and < 400 => new WebhookOutcome(Words(status, "redirections are not followed"), IsFinal: true),
        408 or 425 or 429 or >= 500 => new WebhookOutcome(Words(status, "tried again"), IsFinal: false),
        _ => new WebhookOutcome(Words(status, "it refuses"), IsFinal: true),
    };

    private static string Words(int status, string what) => string.Create(CultureInfo.InvariantCulture, $"status {status}: {what}");
}
