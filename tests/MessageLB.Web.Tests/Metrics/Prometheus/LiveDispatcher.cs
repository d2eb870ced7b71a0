using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;
using MessageLB.InMemory;
using MessageLB.Testing;
using MessageLB.Transport;
using MessageLB.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Web.Tests.Metrics.Prometheus;

/// <summary>A dispatcher with its HTTP API, workers in two groups, and traffic for both, until disposed.</summary>
internal sealed class LiveDispatcher : IAsyncDisposable
{
    /// <summary>Group whose workers fail now and then.</summary>
    public const string Orders = "orders";

    /// <summary>Group in hold mode with one worker, which a test may stop.</summary>
    public const string Alone = "alone";

    private readonly CancellationTokenSource _ending = new();
    private readonly InMemoryTransport _transport;
    private readonly WebApplication _app;
    private readonly List<IHost> _workers = [];
    private Task _publishing = Task.CompletedTask;

    private LiveDispatcher(InMemoryTransport transport, WebApplication app) => (_transport, _app) = (transport, app);

    public Uri Address => new(_app.Urls.Single());

    public static async Task<LiveDispatcher> StartAsync()
    {
        var transport = new InMemoryTransport();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<ITransport>(transport);
        builder.Services.AddMessageLB(new MessageLBConfig
        {
            Groups =
            [
                GroupConfig.Default with { Name = Orders, Routes = ["orders.#"], Algorithm = "weighted_round_robin", Retry = new RetryConfig { Delay = TimeSpan.FromMilliseconds(10) } },
                GroupConfig.Default with { Name = Alone, Routes = ["alone.#"], Delivery = DeliveryMode.Hold },
            ],
        });
        builder.Services.AddMessageLBWeb();
        var app = builder.Build();
        app.MapMessageLB();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var dispatcher = new LiveDispatcher(transport, app);
        await dispatcher.StartWorkerAsync(Orders, "a");
        await dispatcher.StartWorkerAsync(Orders, "b");
        await dispatcher.StartWorkerAsync(Alone, "c");
        dispatcher._publishing = dispatcher.PublishAsync(dispatcher._ending.Token);
        return dispatcher;
    }

    /// <summary>Starts a worker in a host of its own.</summary>
    public async Task<IHost> StartWorkerAsync(string group, string name)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ITransport>(_transport);
        builder.Services.AddMessageLBWorker(group, name, _ => new SometimesFailing());
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        _workers.Add(host);
        return host;
    }

    /// <summary>Stops the worker that was started last.</summary>
    public async Task StopLastWorkerAsync()
    {
        using var host = _workers[^1];
        _workers.RemoveAt(_workers.Count - 1);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_workers.Count > 0) await StopLastWorkerAsync();
        await _app.DisposeAsync();
        _ending.Dispose();
    }

    private async Task PublishAsync(CancellationToken ending)
    {
        await using var session = await _transport.OpenAsync(new Transport.SessionOptions { ClientName = "publisher" }, ending);
        var status = _app.Services.GetRequiredService<IDispatcherStatus>();
        await Eventually.TrueAsync(() => ValueTask.FromResult(status.Read().Groups.All(g => g.Declared)), "the groups are declared", ending);
        await using var publisher = await ConfirmingPublisher.CreateAsync(session, ending);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var i = 0; await timer.WaitForNextTickAsync(ending); i++)
        {
            var properties = new MessageProperties { Persistent = true, MessageId = $"m{i}" };
            await publisher.PublishAsync(Names.IngressExchange, i % 4 == 0 ? "alone.new" : "orders.new", properties, BitConverter.GetBytes(i), ending);
        }
    }

    private sealed class SometimesFailing : IMessageHandler
    {
        private int _calls;

        public ValueTask<HandlerResult> HandleAsync(Message message, CancellationToken cancellationToken) => ValueTask.FromResult((Interlocked.Increment(ref _calls) % 20) switch
        {
            1 => HandlerResult.Retry("Busy: come again"),
            2 => HandlerResult.Drop("Unreadable: no order"),
            _ => HandlerResult.Done,
        });
    }
}
