using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A whole dispatcher on the embedded transport and manual time, with workers that only report; the test lets time pass until something is so.</summary>
internal sealed class AlertRig : IAsyncDisposable, IAlertSink
{
    public const string Group = "orders";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly List<BeatingWorker> _workers = [];
    private readonly IHost _host;
    private ITransportSession _session = null!;

    private AlertRig(MessageLBConfig config, ConfigSources? sources, InMemoryTransport transport)
    {
        Memory = transport;
        Transport = new MuteTransport(Memory);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(Logs);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<ITransport>(Transport);
        builder.Services.AddSingleton<IAlertSink>(this);
        if (sources is null) builder.Services.AddMessageLB(config);
        else builder.Services.AddMessageLB(config, sources);
        _host = builder.Build();
    }

    public ManualTimeProvider Time { get; } = new();

    public InMemoryTransport Memory { get; }

    public MuteTransport Transport { get; }

    /// <summary>What was told.</summary>
    public Recorder<AlertNotice> Notices { get; } = new("notices");

    /// <summary>What was logged.</summary>
    public LogRecorder Logs { get; } = new();

    public IAlerts Alerts => _host.Services.GetRequiredService<IAlerts>();

    public IDispatcherStatus Status => _host.Services.GetRequiredService<IDispatcherStatus>();

    public IReconfiguration Reconfiguration => _host.Services.GetRequiredService<IReconfiguration>();

    public IAdministration Administration => _host.Services.GetRequiredService<IAdministration>();

    /// <summary>Name by which the dispatcher presents itself to the broker.</summary>
    public string ClientName => $"messagelb-dispatcher {_host.Services.GetRequiredService<DispatcherIdentity>().Name}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A group that raises alerts about its health.</summary>
    public static GroupConfig Watched { get; } = GroupConfig.Default with { Name = Group, HealthMonitoring = new HealthMonitoringConfig { Alerting = true } };

    /// <summary>Alerts that are over soon after their condition is.</summary>
    public static AlertsConfig Quick { get; } = new() { KeepFiringFor = TimeSpan.FromSeconds(1) };

    public static Task<AlertRig> StartAsync(GroupConfig? group = null, AlertsConfig? alerts = null) =>
        StartAsync(new MessageLBConfig { Groups = [group ?? Watched], Alerts = alerts ?? Quick });

    public static async Task<AlertRig> StartAsync(MessageLBConfig config, ConfigSources? sources = null, InMemoryTransport? transport = null)
    {
        var rig = new AlertRig(config, sources, transport ?? new InMemoryTransport());
        await rig._host.StartAsync(Token);
        rig._session = await rig.Memory.OpenAsync(new SessionOptions { ClientName = "workers" }, Token);
        return rig;
    }

    public void Post(AlertNotice notice) => Notices.Add(notice);

    /// <summary>A worker joins, and reports from now on; what is handed over to it stays in its queue.</summary>
    public async Task<BeatingWorker> JoinAsync(string name)
    {
        await _session.Topology.DeclareQueueAsync(TopologySpecs.WorkQueue(Group, name), Token);
        var worker = new BeatingWorker(_session.Control, Group, name);
        _workers.Add(worker);
        await PassUntilAsync(() => StateOf(name) == "ready", $"{name} is ready");
        return worker;
    }

    public string? StateOf(string name) => Status.Read().Groups[0].Destinations.FirstOrDefault(d => d.Name == name)?.State;

    public async Task PublishAsync(int count, int size = 1, string? key = null)
    {
        await using var publisher = await ConfirmingPublisher.CreateAsync(_session, Token);
        for (var i = 0; i < count; i++) Assert.Equal(PublishOutcome.Confirmed, await publisher.PublishAsync(Names.IngressExchange, "any", new MessageProperties { Persistent = true, Headers = key is null ? null : new Dictionary<string, object?> { [HeaderNames.Key] = key } }, new byte[size], Token));
    }

    /// <summary>Waits until an alert fires, and has been told.</summary>
    public async Task<Alert> FiresAsync(AlertRule rule, string destination = "", string group = Group)
    {
        await PassUntilAsync(() => Find(rule, group, destination) is { Status: AlertStatus.Firing }, $"{rule.Name} fires for {group}/{destination}");
        return Find(rule, group, destination)!;
    }

    /// <summary>Waits until an alert is over; it was told that it fired, and that it is over.</summary>
    public async Task ResolvesAsync(AlertRule rule, string destination = "", string group = Group)
    {
        var key = new AlertKey(rule.Name, group, destination);
        await PassUntilAsync(() => Find(rule, group, destination) is null, $"{rule.Name} is over for {group}/{destination}");
        Assert.Contains(Alerts.Read().Recent, alert => alert.Key == key);
        var told = Notices.Items.Where(n => n.Alerts.Any(alert => alert.Key == key)).Select(n => n.Kind);
        Assert.Equal([AlertNoticeKind.Firing, AlertNoticeKind.Resolved], told);
    }

    /// <summary>Lets so much time pass, by steps in which everybody has had their turn.</summary>
    public Task PassAsync(TimeSpan time)
    {
        var end = Time.Elapsed + time;
        return PassUntilAsync(() => Time.Elapsed >= end, $"{time} have passed");
    }

    /// <summary>Lets time pass until something is so: however slow this machine is, the dispatcher has had its time.</summary>
    public async Task PassUntilAsync(Func<bool> holds, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Patience) throw new TimeoutException($"Waited until {what}; there is {string.Join(", ", Alerts.Read().Active.Select(a => $"{a.Status} {a.Key}: {a.Description}"))}");
            foreach (var worker in _workers) await worker.BeatAsync();
            Time.Advance(Step);
            // The loops run on other threads; without a moment for them only time would pass.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        var stopping = _host.StopAsync(CancellationToken.None);
        while (!stopping.IsCompleted)
        {
            Time.Advance(Step);
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }

        await stopping;
        await _session.DisposeAsync();
        _host.Dispose();
    }

    private Alert? Find(AlertRule rule, string group, string destination)
    {
        var key = new AlertKey(rule.Name, group, destination);
        return Alerts.Read().Active.FirstOrDefault(alert => alert.Key == key);
    }
}
