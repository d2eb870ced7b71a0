using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Status;
using MessageLB.Transport;
using MessageLB.Web.Publishing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>The HTTP API on a real server on a free port of loopback.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app, FixedStatus status, FixedExplanations explanations, ScriptedAdministration administration, ScriptedRecordings recordings, ScriptedTransport transport)
    {
        Explanations = explanations;
        Administration = administration;
        _app = app;
        Status = status;
        Recordings = recordings;
        Transport = transport;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FixedStatus Status { get; }

    public FixedExplanations Explanations { get; }

    public ScriptedAdministration Administration { get; }

    public ScriptedReconfiguration Reconfiguration => (ScriptedReconfiguration)Services.GetRequiredService<IReconfiguration>();

    public ScriptedAlerts Alerts => (ScriptedAlerts)Services.GetRequiredService<IAlerts>();

    public ScriptedRecordings Recordings { get; }

    public ScriptedTransport Transport { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<WebHost> StartAsync(ScriptedTransport? transport = null, Action<MessageLBWebOptions>? configure = null, TimeProvider? time = null, ITransport? broker = null)
    {
        var status = new FixedStatus();
        var explanations = new FixedExplanations();
        var administration = new ScriptedAdministration();
        var recordings = new ScriptedRecordings();
        transport ??= new ScriptedTransport();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IDispatcherStatus>(status);
        builder.Services.AddSingleton<IDecisionExplanations>(explanations);
        builder.Services.AddSingleton<IAdministration>(administration);
        builder.Services.AddSingleton<IRecordings>(recordings);
        builder.Services.AddSingleton<IReconfiguration, ScriptedReconfiguration>();
        builder.Services.AddSingleton<IAlerts, ScriptedAlerts>();
        builder.Services.AddSingleton(broker ?? transport);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddMessageLBWeb(configure);
        var app = builder.Build();
        app.UseMessageLBProblems();
        app.MapMessageLB();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new WebHost(app, status, explanations, administration, recordings, transport);
    }

    /// <summary>Waits until the API can publish.</summary>
    public async Task CanPublishAsync()
    {
        await Transport.PublisherCreated.Task.WaitAsync(TestContext.Current.CancellationToken);
        var gateway = Services.GetRequiredService<IngressGateway>();
        while (gateway.Publisher is null) await Task.Yield();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
