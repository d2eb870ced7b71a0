using System.Globalization;
using System.Net.Sockets;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;

namespace MessageLB.Dispatcher.Probes;

/// <summary>
/// Sends a GET request and looks at the status of the answer. Follows nothing, keeps no connection and no cookie, uses no proxy, and reads
/// no body, so that an answer can neither lead elsewhere nor fill the memory.
/// </summary>
internal sealed class HttpProber : IProber
{
    private const int MaxHeadersKiB = 16;

    private readonly ProbeTarget _target;
    private readonly StatusRange _expect;
    private readonly ProbeSecret _secret;
    private readonly HttpMessageInvoker _client;

    public HttpProber(ProbeTarget target, ProbeConfig config, CheckedDialer dialer)
    {
        _target = target;
        _expect = config.Expect;
        _secret = new ProbeSecret(config.AuthorizationFile, config.AuthorizationEnv);
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxHeadersKiB,
            MaxResponseDrainSize = 0,
            // A connection that is kept would answer for an address that was judged long ago.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = async (context, limit) =>
                new NetworkStream(await dialer.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, limit), ownsSocket: true),
        });
    }

    /// <inheritdoc />
    public async ValueTask<ProbeOutcome> ProbeAsync(DestinationState destination, CancellationToken limit)
    {
        if (_target.For(destination.Name, out var refusal) is not { } uri) return ProbeOutcome.Refused(refusal!);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Headers.TryAddWithoutValidation("User-Agent", "messagelb-probe");
        if (await _secret.ReadAsync(limit) is { } secret) request.Headers.TryAddWithoutValidation("Authorization", secret);
        using var answer = await _client.SendAsync(request, limit);
        var status = (int)answer.StatusCode;
        return _expect.Contains(status)
            ? ProbeOutcome.Passed
            : ProbeOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"{ProbeTarget.Describe(uri)}: status {status}, expected {_expect}"));
    }

    /// <inheritdoc />
    public string Describe(DestinationState destination) => _target.For(destination.Name, out _) is { } uri ? ProbeTarget.Describe(uri) : "http";

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();
}
