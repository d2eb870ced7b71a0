using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Hosting;
using MessageLB.CommandLine.Telemetry;
using MessageLB.CommandLine.Transports;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Transport;
using MessageLB.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Commands.Run;

/// <summary>The dispatcher and its HTTP API in a host that takes nothing from the surroundings.</summary>
internal sealed partial class RunHost : IAsyncDisposable
{
    /// <summary>What the stop of the other services may add to that of the dispatcher, which bounds itself.</summary>
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(15);

    private readonly IHost _host;
    private readonly MessageLBConfig _config;
    private readonly string? _watched;
    private readonly ILogger<RunHost> _logger;

    private RunHost(IHost host, MessageLBConfig config, string? watched) =>
        (_host, _config, _watched, _logger) = (host, config, watched, host.Services.GetRequiredService<ILogger<RunHost>>());

    /// <param name="config">A valid configuration.</param>
    /// <param name="sources">Where it was read from.</param>
    /// <param name="watches">Whether a change of the file is to be loaded.</param>
    /// <param name="log">Sets logging up.</param>
    /// <param name="time">Clock.</param>
    public static RunHost Create(MessageLBConfig config, ConfigSources sources, bool watches, Action<ILoggingBuilder> log, TimeProvider time)
    {
        var watched = watches ? sources.FilePath : null;
        if (config.Http.Listen is not { } listen || !ListenAddress.TryParse(listen, out var address, out _))
        {
            var plain = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            Configure(plain, config, sources, log, time);
            return new RunHost(plain.Build(), config, watched);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        Configure(builder, config, sources, log, time);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listener.Configure(kestrel, address));
        builder.Services.AddMessageLBWeb();
        var app = builder.Build();
        app.UseMessageLBProblems();
        app.MapMessageLB();
        return new RunHost(app, config, watched);
    }

    /// <summary>Makes sure of the broker, runs until <paramref name="stop"/>, and stops in good order.</summary>
    /// <exception cref="MessageLBException">The broker is not there or refuses, or the HTTP API cannot listen.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var transport = _host.Services.GetRequiredService<ITransport>();
        LogStarting(VersionAction.Version, Environment.ProcessId, transport.Address);
        foreach (var group in _config.Groups) LogGroup(group.Name, group.Algorithm, string.Join(", ", group.Routes));
        await new BrokerPreflight(transport, _host.Services.GetRequiredService<TimeProvider>()).RunAsync(_config.Broker.ConnectTimeout, LogWaiting, stop);
        await StartAsync(stop);
        foreach (var url in Listener.Addresses(_host.Services)) LogListening(url);
        await using (Triggers()) await _host.WaitForShutdownAsync(stop);
        if (!stop.IsCancellationRequested) throw new CommandFailedException(ExitCodes.Software, "A part of the dispatcher has failed and taken it along; the log says which and why.");
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    // Without a file there is nothing to read again, and SIGHUP means what it means to every program: that its terminal is gone.
    private ReloadTriggers? Triggers()
    {
        var reconfiguration = _host.Services.GetRequiredService<IReconfiguration>();
        return reconfiguration.CanReload ? new ReloadTriggers(reconfiguration, _watched, _host.Services.GetRequiredService<TimeProvider>(), LogReloadFailed) : null;
    }

    private async Task StartAsync(CancellationToken stop)
    {
        try
        {
            await _host.StartAsync(stop);
        }
        catch (Exception e)
        {
            // What has started is stopped in order, as if it had run for long; disposing alone would cut it off.
            await _host.StopAsync(CancellationToken.None);
            if (!Listener.IsListenFault(e)) throw;
            throw new CommandFailedException(ExitCodes.Unavailable, Listener.Describe(e, _config.Http.Listen!), e);
        }
    }

    private static void Configure(IHostApplicationBuilder builder, MessageLBConfig config, ConfigSources sources, Action<ILoggingBuilder> log, TimeProvider time)
    {
        log(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = config.ShutdownTimeout + StopMargin);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(provider => TransportFactory.Create(config.Broker, provider.GetRequiredService<ILoggerFactory>(), time));
        if (TransportFactory.CreateCloser(config.Broker) is { } closer) builder.Services.AddSingleton(closer);
        builder.Services.AddMetrics();
        builder.Services.TryAddSingleton<DispatcherInstruments>();
        builder.Services.AddTelemetry(config.Telemetry, sources.Environment, static provider =>
        {
            // Nobody else asks for the instruments where there is no HTTP API, and what nobody asks for is never created.
            _ = provider.GetRequiredService<DispatcherInstruments>();
            return new TelemetryIdentity("messagelb-dispatcher", provider.GetRequiredService<DispatcherIdentity>().Name);
        });
        if (sources.FilePath is null) builder.Services.AddMessageLB(config);
        else builder.Services.AddMessageLB(config, sources);
    }
}
