using MessageLB.CommandLine.Hosting;
using MessageLB.CommandLine.Logging;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;
using MessageLB.Worker;
using MessageLB.Worker.Sample;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A dispatcher and its sample workers in this process.</summary>
internal sealed class DevHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    private readonly IHost _host;

    private DevHost(IHost host) => _host = host;

    /// <summary>What the dispatcher knows.</summary>
    public IDispatcherStatus Status => _host.Services.GetRequiredService<IDispatcherStatus>();

    /// <param name="group">Name of the group, and first word of its routing keys.</param>
    /// <param name="options">Workers and policy.</param>
    /// <param name="transport">Where messages travel.</param>
    /// <param name="completed">Told of every message that a worker has done, with the worker's index.</param>
    /// <param name="note">Takes warnings.</param>
    /// <param name="time">Clock.</param>
    public static DevHost Create(string group, DevOptions options, ITransport transport, Action<Message, int> completed, Action<string> note, TimeProvider time)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(new NoteLoggerProvider(note));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout * 4);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(transport);
        builder.Services.AddSingleton(time);
        builder.Services.AddMessageLB(new MessageLBConfig
        {
            Groups = [new GroupConfig { Name = group, Routes = [$"{group}.#"], Algorithm = options.Policy }],
            ShutdownTimeout = ShutdownTimeout,
        });
        for (var i = 0; i < options.Workers.Count; i++) AddWorker(builder.Services, group, options, i, completed, time);
        return new DevHost(builder.Build());
    }

    public Task StartAsync(CancellationToken cancellationToken) => _host.StartAsync(cancellationToken);

    public Task StopAsync() => _host.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    private static void AddWorker(IServiceCollection services, string group, DevOptions options, int index, Action<Message, int> completed, TimeProvider time)
    {
        var worker = options.Workers[index];
        var handler = new SampleHandlerOptions
        {
            Work = options.Work,
            Speed = worker.Speed,
            Seed = unchecked(options.Seed + index),
            Completed = (message, _) => completed(message, index),
        };
        services.AddMessageLBWorker(group, worker.Name, _ => new SampleHandler(handler, time), w =>
        {
            w.Concurrency = options.Concurrency;
            w.Weight = worker.Weight;
            w.DrainTimeout = ShutdownTimeout;
        });
    }
}
