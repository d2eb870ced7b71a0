using System.Net;
using System.Net.Sockets;
using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;
using MessageLB.Dispatcher.Tests.Rigs;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Probes;

/// <summary>Probes by HTTP of a real server on this machine.</summary>
public sealed class HttpProberTests
{
    private readonly List<string> _resolved = [];
    private IPAddress[] _addresses = [IPAddress.Loopback];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("200 OK")]
    [InlineData("204 No Content")]
    [InlineData("301 Moved Permanently")]
    public async Task Probe_StatusAsExpected_Passes(string status)
    {
        await using var server = LoopbackServer.Saying(status);

        Assert.Equal(ProbeOutcome.Passed, await ProbeAsync(server));
        Assert.StartsWith($"GET /healthz HTTP/1.1\r\nHost: a.workers:{server.Port}\r\nUser-Agent: messagelb-probe\r\n", Assert.Single(server.Requests.Items), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500 Internal Server Error", 500)]
    [InlineData("503 Service Unavailable", 503)]
    [InlineData("404 Not Found", 404)]
    public async Task Probe_OtherStatus_FailsAndSaysIt(string status, int code)
    {
        await using var server = LoopbackServer.Saying(status);

        Assert.Equal(ProbeOutcome.Failed($"http://a.workers:{server.Port}/healthz: status {code}, expected 200-399"), await ProbeAsync(server));
    }

    [Fact]
    public async Task Probe_RedirectionToMetadata_IsNotFollowed()
    {
        await using var server = LoopbackServer.Saying("302 Found", "Location: http://169.254.169.254/latest/meta-data/\r\n");

        Assert.Equal(ProbeOutcome.Passed, await ProbeAsync(server));
        Assert.Equal(ProbeOutcome.Failed($"http://a.workers:{server.Port}/healthz: status 302, expected 200-299"), await ProbeAsync(server, c => c with { Expect = new StatusRange(200, 299) }));
        Assert.Equal(["a.workers", "a.workers"], _resolved);
    }

    [Fact]
    public async Task Probe_EndlessBody_IsNotRead()
    {
        await using var server = new LoopbackServer(async (_, stream, token) =>
        {
            await LoopbackServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", token);
            while (true) await LoopbackServer.WriteAsync(stream, $"10000\r\n{new string('x', 0x10000)}\r\n", token);
        });

        Assert.Equal(ProbeOutcome.Passed, await ProbeAsync(server));
        await server.Closed.Task.OrFailAsync("the end of the connection", Token);
    }

    [Fact]
    public async Task Probe_HeadersWithoutEnd_Fail()
    {
        await using var server = new LoopbackServer(async (_, stream, token) =>
        {
            await LoopbackServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\n", token);
            while (true) await LoopbackServer.WriteAsync(stream, $"x: {new string('x', 1000)}\r\n", token);
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => ProbeAsync(server));
    }

    [Fact]
    public async Task Probe_NoAnswer_EndsWithItsLimit()
    {
        await using var server = new LoopbackServer((_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var prober = Prober($"http://{{destination}}.workers:{server.Port}/");

        var probe = prober.ProbeAsync(Destination(), limit.Token).AsTask();
        await server.Requests.TakeAsync(1, Token);
        await limit.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);
    }

    [Fact]
    public async Task Probe_NobodyListens_Throws()
    {
        var port = FreePort();
        using var prober = Prober($"http://{{destination}}.workers:{port}/");

        var e = await Assert.ThrowsAsync<HttpRequestException>(() => prober.ProbeAsync(Destination(), Token).AsTask());

        Assert.Equal(SocketError.ConnectionRefused, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
    }

    [Theory]
    [InlineData("169.254.169.254", "a.workers leads to 169.254.169.254 is a link-local address, which is never probed")]
    [InlineData("8.8.8.8", "a.workers leads to 8.8.8.8 is in none of the networks that 'allow' lists")]
    [InlineData("::ffff:169.254.169.254", "a.workers leads to ::ffff:169.254.169.254 is a link-local address, which is never probed")]
    public async Task Probe_OneOfItsAddressesIsNotAllowed_IsRefusedAndGoesNowhere(string address, string reason)
    {
        await using var server = LoopbackServer.Saying("200 OK");
        _addresses = [IPAddress.Loopback, IPAddress.Parse(address)];

        var e = await Assert.ThrowsAsync<HttpRequestException>(() => ProbeAsync(server));

        Assert.Equal(reason, Assert.IsType<ProbeRefusedException>(e.InnerException).Message);
        Assert.Empty(server.Requests.Items);
    }

    [Fact]
    public async Task Probe_NameThatChangesItsAddress_IsAskedOnceForEachConnection()
    {
        await using var server = LoopbackServer.Saying("200 OK");
        using var prober = Prober($"http://{{destination}}.workers:{server.Port}/");

        Assert.Equal(ProbeOutcome.Passed, await prober.ProbeAsync(Destination(), Token));
        Assert.Single(_resolved);
        _addresses = [IPAddress.Parse("169.254.169.254")];
        await Assert.ThrowsAsync<HttpRequestException>(() => prober.ProbeAsync(Destination(), Token).AsTask());

        // No connection is kept that would answer for the old address.
        Assert.Equal(2, _resolved.Count);
        Assert.Single(server.Requests.Items);
    }

    [Theory]
    [InlineData("http://169.254.169.254/", "169.254.169.254 is a link-local address, which is never probed")]
    [InlineData("http://[::ffff:169.254.169.254]/", "::ffff:169.254.169.254 is a link-local address, which is never probed")]
    [InlineData("http://[fe80::1]/", "fe80::1 is a link-local address, which is never probed")]
    [InlineData("http://0x08080808/", "8.8.8.8 is in none of the networks that 'allow' lists")]
    public async Task Probe_AddressInTheTemplate_IsJudgedToo(string url, string reason)
    {
        using var prober = Prober(url);

        var e = await Assert.ThrowsAsync<HttpRequestException>(() => prober.ProbeAsync(Destination(), Token).AsTask());

        Assert.Equal(reason, Assert.IsType<ProbeRefusedException>(e.InnerException).Message);
        Assert.Empty(_resolved);
    }

    [Fact]
    public async Task Probe_NameThatIsNoLabel_IsRefused()
    {
        using var prober = Prober("http://{destination}.workers/");

        var outcome = await prober.ProbeAsync(Destination("a_b"), Token);

        Assert.Equal(ProbeResult.Refused, outcome.Result);
        Assert.Empty(_resolved);
    }

    [Fact]
    public async Task Probe_AuthorizationFile_IsReadAnewAndSent()
    {
        await using var server = LoopbackServer.Saying("200 OK");
        var file = Path.GetTempFileName();
        try
        {
            using var prober = Prober($"http://{{destination}}.workers:{server.Port}/", c => c with { AuthorizationFile = file });
            foreach (var secret in (string[])["Bearer one", "Bearer two"])
            {
                await File.WriteAllTextAsync(file, secret + "\n", Token);
                Assert.Equal(ProbeOutcome.Passed, await prober.ProbeAsync(Destination(), Token));
                Assert.Contains($"\r\nAuthorization: {secret}\r\n", server.Requests.Items[^1], StringComparison.Ordinal);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("", "there is no authorization in ")]
    [InlineData("Bearer x\r\nX-Other: y", "what is in ")]
    [InlineData("Bearer ä", "what is in ")]
    public async Task Probe_AuthorizationThatCannotBeSent_IsRefusedWithoutShowingIt(string secret, string reason)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, secret, Token);
            using var prober = Prober("http://{destination}.workers/", c => c with { AuthorizationFile = file });

            var e = await Assert.ThrowsAsync<ProbeRefusedException>(() => prober.ProbeAsync(Destination(), Token).AsTask());

            Assert.StartsWith(reason, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("Bearer", e.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Probe_NoAuthorizationFile_IsRefused()
    {
        using var prober = Prober("http://{destination}.workers/", c => c with { AuthorizationFile = "/nowhere/at-all" });

        var e = await Assert.ThrowsAsync<ProbeRefusedException>(() => prober.ProbeAsync(Destination(), Token).AsTask());

        Assert.Equal("the authorization in /nowhere/at-all cannot be read (DirectoryNotFoundException)", e.Message);
    }

    [Fact]
    public async Task Tcp_SomebodyListens_PassesAndElseThrows()
    {
        await using var server = LoopbackServer.Saying("200 OK");

        Assert.Equal(ProbeOutcome.Passed, await TcpAsync(server.Port));
        var e = await Assert.ThrowsAsync<SocketException>(() => TcpAsync(FreePort()));
        Assert.Equal(SocketError.ConnectionRefused, e.SocketErrorCode);
    }

    [Fact]
    public async Task Tcp_AddressThatIsNotAllowed_IsRefused()
    {
        _addresses = [IPAddress.Parse("8.8.8.8")];

        await Assert.ThrowsAsync<ProbeRefusedException>(() => TcpAsync(80));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static DestinationState Destination(string name = "a") => new("orders", name, 0);

    private async Task<ProbeOutcome> TcpAsync(int port)
    {
        Assert.True(ProbeTarget.TryTcp($"{{destination}}.workers:{port}", out var target, out _));
        using var prober = new TcpProber(target!, Dialer());
        return await prober.ProbeAsync(Destination(), Token);
    }

    private async Task<ProbeOutcome> ProbeAsync(LoopbackServer server, Func<ProbeConfig, ProbeConfig>? change = null)
    {
        using var prober = Prober($"http://{{destination}}.workers:{server.Port}/healthz", change);
        return await prober.ProbeAsync(Destination(), Token);
    }

    private HttpProber Prober(string url, Func<ProbeConfig, ProbeConfig>? change = null)
    {
        Assert.True(ProbeTarget.TryHttp(url, out var target, out _));
        var config = new ProbeConfig { Kind = ProbeKind.Http, Url = url };
        return new HttpProber(target!, change?.Invoke(config) ?? config, Dialer());
    }

    private CheckedDialer Dialer() => new(new AddressRule(AddressRule.DefaultAllow), (name, _) =>
    {
        _resolved.Add(name);
        return Task.FromResult(_addresses);
    });
}
