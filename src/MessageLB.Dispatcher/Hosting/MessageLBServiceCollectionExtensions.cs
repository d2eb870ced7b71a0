using System.Diagnostics.Metrics;
using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Dispatcher.Administration;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Alerting.Events;
using MessageLB.Dispatcher.Alerting.Webhooks;
using MessageLB.Dispatcher.Configuration;
using MessageLB.Dispatcher.Explaining;
using MessageLB.Dispatcher.Learning;
using MessageLB.Dispatcher.Recommending;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Registry;
using MessageLB.Dispatcher.Reloading;
using MessageLB.Dispatcher.Sessions;
using MessageLB.Dispatcher.Status;
using MessageLB.Dispatcher.Telemetry;
using MessageLB.Transport;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Hosting;

/// <summary>Adds the dispatcher to a host.</summary>
public static class MessageLBServiceCollectionExtensions
{
    /// <summary>
    /// Runs a dispatcher in this host, configured by the section <c>MessageLB</c> of its configuration (appsettings, and whatever else
    /// the host reads) and by the environment; spelling and options are those of the YAML file. Else as
    /// <see cref="AddMessageLB(IServiceCollection, MessageLBConfig)"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configuration">The host's configuration, its root.</param>
    /// <exception cref="MessageLBConfigurationException">The configuration has errors; the exception lists all of them.</exception>
    public static IServiceCollection AddMessageLB(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        // Policies may be added after this; that they are there is checked when the host starts.
        var sources = new ConfigSources { AppSettings = configuration, Environment = ConfigSources.ReadEnvironment(), CustomPolicies = null };
        return services.AddMessageLB(ConfigLoader.Load(sources).GetConfig(), sources);
    }

    /// <summary>
    /// As <see cref="AddMessageLB(IServiceCollection, MessageLBConfig)"/>, and <see cref="IReconfiguration"/> can read the configuration
    /// again.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="config">What was read.</param>
    /// <param name="sources">Where it was read from.</param>
    /// <exception cref="MessageLBConfigurationException">The configuration has errors; the exception lists all of them.</exception>
    public static IServiceCollection AddMessageLB(this IServiceCollection services, MessageLBConfig config, ConfigSources sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return services.AddMessageLB(config).AddSingleton(sources);
    }

    /// <summary>
    /// Runs a dispatcher in this host. An <see cref="ITransport"/> must be registered as well. The host should grant its services
    /// <see cref="MessageLBConfig.ShutdownTimeout"/> and ten seconds to stop (<c>HostOptions.ShutdownTimeout</c>).
    /// <see cref="IDispatcherStatus"/> tells what it does, <see cref="IDecisionExplanations"/> why messages went where they went,
    /// <see cref="IReconfiguration"/> says which configuration is in force, <see cref="IRecordings"/> records it, <see cref="IAdministration"/> takes destinations out and brings them back,
    /// <see cref="IAlerts"/> says what is wrong.
    /// </summary>
    /// <exception cref="MessageLBConfigurationException">The configuration has errors; the exception lists all of them.</exception>
    /// <param name="services">The host's services.</param>
    /// <param name="config">A valid configuration; <see cref="MessageLBConfig.Default"/> spreads everything over whatever workers come.</param>
    public static IServiceCollection AddMessageLB(this IServiceCollection services, MessageLBConfig config)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(config);
        ConfigValidator.Validate(config).ThrowIfInvalid();
        services.AddSingleton(config);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => provider.GetServices<CustomPolicy>()
            .Aggregate(RoutingPolicyRegistry.BuiltIn, static (registry, custom) => registry.With(custom.Name, custom.Factory)));
        services.TryAddSingleton(DispatcherIdentity.Create());
        services.AddSingleton(static provider =>
        {
            var registry = new DestinationRegistry(
                provider.GetRequiredService<MessageLBConfig>(),
                provider.GetRequiredService<DispatcherIdentity>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<DestinationRegistry>>(),
                new RouteTimes(provider.GetService<IMeterFactory>(), provider.GetRequiredService<ITransport>().Name));
            return new DispatcherParts(
                provider.GetRequiredService<DispatcherIdentity>(),
                registry,
                new GroupSwitch(registry),
                new BrokerState(provider.GetRequiredService<ITransport>()),
                new DebugDecisions(provider.GetRequiredService<TimeProvider>()),
                provider.GetRequiredService<EventQueue>(),
                provider.GetRequiredService<TimeProvider>());
        });
        services.AddSingleton<AlertSettings>();
        services.AddSingleton<NoticeText>();
        services.AddSingleton<EventQueue>();
        services.AddSingleton<IAlertSink, AlertLog>();
        services.AddSingleton<IAlertSink>(static provider => provider.GetRequiredService<EventQueue>());
        services.AddSingleton<WebhookSenders>();
        services.AddSingleton<FactsReader>();
        services.AddSingleton<AlertDesk>();
        services.AddSingleton<IAlerts>(static provider => provider.GetRequiredService<AlertDesk>());
        services.AddSingleton<IReconfiguration, Reconfiguration>();
        services.AddSingleton<IDispatcherStatus, DispatcherStatusReader>();
        services.AddSingleton<IDecisionExplanations>(static provider =>
        {
            var parts = provider.GetRequiredService<DispatcherParts>();
            return new DecisionExplanations(parts.Registry, parts.Debug);
        });
        services.AddSingleton<IAdministration>(static provider => new GroupAdministration(provider.GetRequiredService<DispatcherParts>().Registry));
        services.AddSingleton<IRecordings, Recordings>();
        // Before the dispatcher, which hears of destinations as soon as it has started.
        services.AddHostedService<LearningService>();
        services.AddHostedService<DispatcherService>();
        services.AddHostedService<AlertMonitor>();
        services.AddHostedService<FindingMonitor>();
        return services;
    }

    /// <summary>
    /// Adds a routing policy that groups can name as their <c>algorithm</c>; before or after <c>AddMessageLB</c>. A name that is taken, by
    /// another policy or by an alias, fails the start of the host, and so does a group whose policy is not there.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="name">Name in configuration: 1 to 64 of A-Z, a-z, 0-9, - and _, compared without case.</param>
    /// <param name="factory">Makes an instance for one picker, which calls it on one thread at a time; told the group's configuration.</param>
    public static IServiceCollection AddMessageLBPolicy(this IServiceCollection services, string name, Func<GroupConfig, IRoutingPolicy> factory)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(factory);
        return services.AddSingleton(new CustomPolicy(name, factory));
    }
}
