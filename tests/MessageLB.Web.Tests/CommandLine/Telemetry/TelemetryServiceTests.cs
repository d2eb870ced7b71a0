using System.Diagnostics;
using System.Text;
using MessageLB.CommandLine.Telemetry;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Status;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Telemetry;

/// <summary>What a collector gets of publisher, dispatcher and worker.</summary>
[Collection(nameof(TracingCollection))]
public sealed class TelemetryServiceTests
{
    private const string Publisher = "MessageLB.Tests.Publisher";

    private static readonly ActivitySource Publishing = new(Publisher);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OtlpProtocol.Http, "/v1/traces", "/v1/metrics")]
    [InlineData(OtlpProtocol.Grpc, "/opentelemetry.proto.collector.trace.v1.TraceService/Export", "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task Message_FromPublisherToWorker_CollectorGetsOneTraceOfAll(OtlpProtocol protocol, string traces, string metrics)
    {
        await using var collector = await Collector.StartAsync(protocol == OtlpProtocol.Grpc);
        var telemetry = new TelemetryConfig { Otlp = collector.Address, Protocol = protocol, Headers = "authorization=Bearer%20s3cret", Sources = [Publisher] };

        var (trace, log) = await RunAsync(telemetry);

        var spans = collector.BytesOf(traces);
        Assert.All((string[])["publish orders", "route messagelb.in.default", "process messagelb.work.default.a", "messagelb.outcome", "messagelb-dispatcher"], name => Assert.True(Has(spans, name), $"no '{name}' in {spans.Length} bytes"));
        Assert.Equal(3, Count(spans, Convert.FromHexString(trace.ToString())));
        Assert.All((string[])["messagelb.route.messages", "messagelb.destination.messages", "messagelb.uptime", "messagelb.worker.messages", "messaging.process.duration"], name => Assert.True(Has(collector.BytesOf(metrics), name), $"no '{name}'"));
        Assert.All(collector.Received, r => Assert.Equal("Bearer s3cret", r.Authorization));
        Assert.DoesNotContain("s3cret", log, StringComparison.Ordinal);
        Assert.Contains($"Telemetry goes to {collector.Address.GetLeftPart(UriPartial.Authority)}/", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sampling_Zero_NothingThatBeginsHereIsSentAndWhatPublishersRecordIs()
    {
        await using var collector = await Collector.StartAsync();
        var telemetry = new TelemetryConfig { Otlp = collector.Address, Protocol = OtlpProtocol.Http, Sampling = 0, Metrics = false };

        var (trace, _) = await RunAsync(telemetry, unsampled: 5);

        Assert.Equal(2, Count(collector.BytesOf("/v1/traces"), Convert.FromHexString(trace.ToString())));
        Assert.Equal(1, Count(collector.BytesOf("/v1/traces"), Encoding.UTF8.GetBytes("route messagelb.in.default")));
        Assert.Empty(collector.BytesOf("/v1/metrics"));
    }

    [Fact]
    public async Task Collector_Refuses_WarningSaysWhyAndMessagesGoOn()
    {
        await using var collector = await Collector.StartAsync(status: StatusCodes.Status401Unauthorized);

        var (_, log) = await RunAsync(new TelemetryConfig { Otlp = collector.Address, Protocol = OtlpProtocol.Http, Headers = "authorization=Bearer%20s3cret" });

        Assert.Contains("warn: Telemetry could not be sent, 1 times since the last such line: ", log, StringComparison.Ordinal);
        Assert.Contains(collector.Address.Authority, log, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddTelemetry_NobodyNamed_AddsNothing()
    {
        var services = new ServiceCollection().AddTelemetry(new TelemetryConfig(), new Dictionary<string, string>(), _ => new TelemetryIdentity("a", "b"));

        Assert.Empty(services);
        await Task.CompletedTask;
    }

    // One message in a trace of its publisher's, and some without any; returns the trace and the log when all has ended.
    private static async Task<(ActivityTraceId Trace, string Log)> RunAsync(TelemetryConfig telemetry, int unsampled = 0)
    {
        var log = new TextLog();
        var transport = new InMemoryTransport();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<ITransport>(transport);
        builder.Services.AddTelemetry(telemetry, new Dictionary<string, string>(), p => new TelemetryIdentity("messagelb-dispatcher", p.GetRequiredService<DispatcherIdentity>().Name));
        builder.Services.AddMessageLB(MessageLBConfig.Default).AddSingleton<DispatcherInstruments>();
        builder.Services.AddMessageLBWorker("default", "a", _ => new DoneHandler());
        using var host = builder.Build();
        await host.StartAsync(Token);
        _ = host.Services.GetRequiredService<DispatcherInstruments>();
        await using var session = await transport.OpenAsync(new SessionOptions { ClientName = "publisher" }, Token);
        var status = host.Services.GetRequiredService<IDispatcherStatus>();
        await Eventually.TrueAsync(() => ValueTask.FromResult(status.Read().Groups.All(g => g.Declared)), "the group is declared", Token);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, Token);
        var trace = await PublishAsync(publisher);
        for (var i = 0; i < unsampled; i++) await publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties { Persistent = true }, new byte[1], Token);
        await Eventually.TrueAsync(() => ValueTask.FromResult(status.Read().Groups[0].Destinations is [{ Done: { } done, InFlight: 0 }] && done == unsampled + 1), "all is done", Token);
        await host.StopAsync(CancellationToken.None);
        return (trace, log.ToString());
    }

    private static async Task<ActivityTraceId> PublishAsync(ConfirmingPublisher publisher)
    {
        using var span = Publishing.StartActivity("publish orders", ActivityKind.Producer);
        // Nobody listens to the source of the test where it is not asked for.
        var context = span?.Context ?? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var headers = new Dictionary<string, object?> { ["traceparent"] = $"00-{context.TraceId}-{context.SpanId}-01" };
        await publisher.PublishAsync(Names.IngressExchange, "orders.new", new MessageProperties { Persistent = true, Headers = headers }, new byte[1], Token);
        return context.TraceId;
    }

    private static bool Has(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static int Count(ReadOnlySpan<byte> bytes, byte[] part) => bytes.Count(part);

    private sealed class DoneHandler : IMessageHandler
    {
        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) => ValueTask.FromResult(HandlerResult.Done);
    }
}
