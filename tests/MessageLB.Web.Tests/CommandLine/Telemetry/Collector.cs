using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Telemetry;

/// <summary>Takes what OTLP exporters send, over HTTP or gRPC, and keeps its bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string? Authorization, byte[] Body)> _received = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public IReadOnlyList<(string Path, string? Authorization, byte[] Body)> Received => [.. _received];

    /// <param name="grpc">Whether gRPC is spoken.</param>
    /// <param name="status">What everything is answered with over HTTP.</param>
    public static async Task<Collector> StartAsync(bool grpc = false, int status = StatusCodes.Status200OK)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, o => o.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new Collector(builder.Build());
        collector._app.Run(context => grpc ? collector.TakeGrpcAsync(context) : collector.TakeAsync(context, status));
        await collector._app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    /// <summary>Everything that came to a path, one after the other.</summary>
    public byte[] BytesOf(string path) => [.. _received.Where(r => r.Path == path).SelectMany(r => r.Body)];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, int status)
    {
        await ReadAsync(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-protobuf";
    }

    private async Task TakeGrpcAsync(HttpContext context)
    {
        await ReadAsync(context);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        // An empty message: not compressed, no bytes.
        await context.Response.BodyWriter.WriteAsync(new byte[5]);
    }

    private async Task ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, context.Request.Headers.Authorization, body.ToArray()));
    }
}
