using MessageLB.CommandLine.Hosting;
using MessageLB.CommandLine.Logging;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>A dispatcher and its sample workers in this process.</summary>
internal sealed class DevHost : IAsyncDisposable
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private readonly IHost _host;
    private readonly int _workers;
    private readonly TimeProvider _time;
    private volatile string? _lastNote;
    private bool _running;

    private DevHost(GroupConfig group, IReadOnlyList<DevWorker> workers, int concurrency, Func<int, IMessageHandler> handlers, ITransport transport, Action<string> note, TimeProvider time)
    {
        (_workers, _time) = (workers.Count, time);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(new NoteLoggerProvider(text => note(_lastNote = text)));
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout * 4);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton(transport);
        builder.Services.AddSingleton(time);
        builder.Services.AddMessageLB(new MessageLBConfig { Groups = [group], ShutdownTimeout = ShutdownTimeout });
        for (var i = 0; i < workers.Count; i++) AddWorker(builder.Services, group.Name, workers[i], concurrency, handlers, i);
        _host = builder.Build();
    }

    /// <summary>What the dispatcher knows.</summary>
    public IDispatcherStatus Status => _host.Services.GetRequiredService<IDispatcherStatus>();

    /// <param name="group">The group that all of it is about.</param>
    /// <param name="workers">The workers.</param>
    /// <param name="concurrency">Messages that each handles at the same time.</param>
    /// <param name="handlers">Makes the handler of a worker, by its index.</param>
    /// <param name="transport">Where messages travel.</param>
    /// <param name="note">Takes warnings.</param>
    /// <param name="time">Clock.</param>
    public static DevHost Create(GroupConfig group, IReadOnlyList<DevWorker> workers, int concurrency, Func<int, IMessageHandler> handlers, ITransport transport, Action<string> note, TimeProvider time) =>
        new(group, workers, concurrency, handlers, transport, note, time);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _running = true;
        return _host.StartAsync(cancellationToken);
    }

    /// <summary>Waits until every worker is ready.</summary>
    /// <exception cref="CommandFailedException">They did not get ready in time.</exception>
    public async Task ReadyAsync(TimeSpan limit, CancellationToken stop)
    {
        var started = _time.GetTimestamp();
        while (Ready() is var ready && ready < _workers)
        {
            if (_time.GetElapsedTime(started) > limit)
                throw new CommandFailedException(ExitCodes.Timeout, $"Only {ready} of {_workers} workers got ready within {limit.TotalSeconds:0} s{(_lastNote is { } note ? $": {note}" : ".")}");
            await Task.Delay(BetweenLooks, _time, stop);
        }
    }

    public Task StopAsync()
    {
        _running = false;
        return _host.StopAsync(CancellationToken.None);
    }

    /// <summary>Stops first, if it still runs, so that nobody works on what is deleted next.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running) await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private int Ready() => Status.Read().Groups[0].Destinations.Count(d => d.State == "ready");

    private static void AddWorker(IServiceCollection services, string group, DevWorker worker, int concurrency, Func<int, IMessageHandler> handlers, int index) =>
        services.AddMessageLBWorker(group, worker.Name, _ => handlers(index), w =>
        {
            w.Concurrency = concurrency;
            w.Prefetch = worker.Prefetch;
            w.Weight = worker.Weight;
            w.DrainTimeout = ShutdownTimeout;
        });
}
