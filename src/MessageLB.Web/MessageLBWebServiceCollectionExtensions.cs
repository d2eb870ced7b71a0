using MessageLB.Dispatcher.Telemetry;
using MessageLB.Web.DeadLetters;
using MessageLB.Web.Metrics;
using MessageLB.Web.Publishing;
using MessageLB.Web.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace MessageLB.Web;

/// <summary>Registers what the HTTP API needs.</summary>
public static class MessageLBWebServiceCollectionExtensions
{
    /// <summary>
    /// Registers the services behind <see cref="MessageLBEndpointExtensions.MapMessageLB"/>: metrics, and a session through which
    /// the API publishes. Needs an <see cref="Transport.ITransport"/>, and what the dispatcher registers: an
    /// <see cref="Dispatcher.Status.IDispatcherStatus"/> and <see cref="Dispatcher.Recording.IRecordings"/>.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddMessageLBWeb(this IServiceCollection services, Action<MessageLBWebOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = new MessageLBWebOptions();
        configure?.Invoke(options);
        services.AddRouting();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DispatcherInstruments>();
        services.AddSingleton(options);
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<PublishAdmission>();
        services.AddSingleton<PublishEndpoint>();
        services.AddSingleton<RecordingEndpoint>();
        services.AddSingleton<DeadLetterDesk>();
        services.AddSingleton<IngressGateway>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<IngressGateway>());
        return services;
    }
}
