using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Dispatcher.Tests.EndToEnd;

/// <summary>A dispatcher and workers in one host on the embedded transport, as <c>messagelb dev</c> composes them.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly IHost _host;
    private ITransportSession? _session;
    private ConfirmingPublisher? _publisher;

    private EmbeddedHost(IHost host, InMemoryTransport transport)
    {
        _host = host;
        Transport = transport;
    }

    public InMemoryTransport Transport { get; }

    public IDispatcherStatus Status => _host.Services.GetRequiredService<IDispatcherStatus>();

    public IReconfiguration Reconfiguration => _host.Services.GetRequiredService<IReconfiguration>();

    public IAdministration Administration => _host.Services.GetRequiredService<IAdministration>();

    public IDecisionExplanations Explanations => _host.Services.GetRequiredService<IDecisionExplanations>();

    public static async Task<EmbeddedHost> StartAsync(MessageLBConfig config, Action<IServiceCollection> workers, InMemoryTransport? shared = null, ConfigSources? sources = null)
    {
        var transport = shared ?? new InMemoryTransport();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ITransport>(transport);
        if (sources is null) builder.Services.AddMessageLB(config);
        else builder.Services.AddMessageLB(config, sources);
        workers(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new EmbeddedHost(host, transport);
    }

    public async Task PublishAsync(int count, string routingKey = "any", Action<int, MessageProperties>? shape = null)
    {
        var token = TestContext.Current.CancellationToken;
        _session ??= await Transport.OpenAsync(new SessionOptions { ClientName = "publisher" }, token);
        await _session.Topology.DeclareExchangesAsync(token);
        // Not only the queue: its routes are bound after it.
        await Eventually.TrueAsync(() => ValueTask.FromResult(Status.Read().Groups.All(g => g.Declared)), "the groups are declared", token);
        _publisher ??= await ConfirmingPublisher.CreateAsync(_session, token);
        var sent = new List<Task<PublishOutcome>>(count);
        for (var i = 0; i < count; i++)
        {
            var properties = new MessageProperties { MessageId = $"m{i}", Persistent = true };
            shape?.Invoke(i, properties);
            sent.Add(_publisher.PublishAsync(Names.IngressExchange, routingKey, properties, BitConverter.GetBytes(i), token));
        }

        Assert.All(await Task.WhenAll(sent), o => Assert.Equal(PublishOutcome.Confirmed, o));
    }

    public DestinationStatus Destination(string name) => Status.Read().Groups[0].Destinations.Single(d => d.Name == name);

    public async ValueTask DisposeAsync()
    {
        if (_session is not null) await _session.DisposeAsync();
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
