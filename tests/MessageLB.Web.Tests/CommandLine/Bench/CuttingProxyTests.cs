using System.Net;
using System.Net.Sockets;
using MessageLB.CommandLine.Commands.Bench.Soak;
using MessageLB.Core.Configuration;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Bench;

public sealed class CuttingProxyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cut_OpenConnection_IsResetOnBothSidesAndANewOneWorks()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        await using var proxy = CuttingProxy.To(Address($"amqp://u:p@127.0.0.1:{((IPEndPoint)target.LocalEndpoint).Port}/v"))!;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", proxy.Address.Uri.Port, Token);
        using var server = await target.AcceptTcpClientAsync(Token);
        await client.GetStream().WriteAsync(new byte[] { 7 }, Token);
        Assert.Equal(7, await ReadAsync(server));
        await server.GetStream().WriteAsync(new byte[] { 8 }, Token);
        Assert.Equal(8, await ReadAsync(client));

        proxy.Cut();

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(client));
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(server));
        using var next = new TcpClient();
        await next.ConnectAsync("127.0.0.1", proxy.Address.Uri.Port, Token);
        using var nextServer = await target.AcceptTcpClientAsync(Token);
        await next.GetStream().WriteAsync(new byte[] { 9 }, Token);
        Assert.Equal(9, await ReadAsync(nextServer));
    }

    [Fact]
    public async Task To_Address_KeepsLoginAndVirtualHost()
    {
        await using var proxy = CuttingProxy.To(Address("amqp://u:p@broker.example/v"))!;

        Assert.Equal(("127.0.0.1", "u:p", "/v"), (proxy.Address.Uri.Host, proxy.Address.Uri.UserInfo, proxy.Address.Uri.AbsolutePath));
    }

    [Fact]
    public void To_Tls_IsNull() => Assert.Null(CuttingProxy.To(Address("amqps://broker.example")));

    private static async Task<int> ReadAsync(TcpClient from)
    {
        var one = new byte[1];
        return await from.GetStream().ReadAsync(one, Token) == 1 ? one[0] : -1;
    }

    private static ClusterAddress Address(string text) => ClusterAddress.TryParse(text, out var address) ? address : throw new ArgumentException(text);
}
