using System.Diagnostics.Metrics;
using MessageLB.Transport;
using MessageLB.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MessageLB.Worker;

/// <summary>Adds workers to an application.</summary>
public static class WorkerServiceCollectionExtensions
{
    /// <summary>
    /// Adds a worker whose messages are handled by <typeparamref name="THandler"/>. May be called many times; every call adds
    /// one worker. Needs an <see cref="ITransport"/> in the container; takes <see cref="TimeProvider"/>,
    /// <see cref="ILoggerFactory"/>, <see cref="IMeterFactory"/> and <see cref="IDuplicateStore"/> from there if they are registered. Each <see cref="WorkerHost"/> is in the container too.
    /// </summary>
    /// <remarks>
    /// Register the handler as a singleton to have one for all messages, which must then be thread-safe. Registered otherwise,
    /// or not at all, there is one per message, in a scope of its own.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="group">Group that the worker serves.</param>
    /// <param name="name">Name of the destination; null for the environment variable <see cref="WorkerOptions.NameVariable"/>.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="WorkerOptionsException">One or more options are outside their ranges; all are listed.</exception>
    public static IServiceCollection AddMessageLBWorker<THandler>(this IServiceCollection services, string group, string? name, Action<WorkerOptions>? configure = null)
        where THandler : class, IMessageHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddScoped<THandler>();
        return services.AddMessageLBWorker(group, name, Create, configure);

        // Looked up when the worker is created: the application may register its handler after the worker.
        IMessageHandler Create(IServiceProvider provider) =>
            services.Last(s => s.ServiceType == typeof(THandler)).Lifetime == ServiceLifetime.Singleton
                ? provider.GetRequiredService<THandler>()
                : new ScopedMessageHandler<THandler>(provider.GetRequiredService<IServiceScopeFactory>());
    }

    /// <summary>
    /// Adds a worker whose messages are handled by what <paramref name="handler"/> makes, once per worker; whoever makes it
    /// disposes it. Otherwise as <see cref="AddMessageLBWorker{THandler}"/>.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="group">Group that the worker serves.</param>
    /// <param name="name">Name of the destination; null for the environment variable <see cref="WorkerOptions.NameVariable"/>.</param>
    /// <param name="handler">Makes the handler.</param>
    /// <param name="configure">Sets further options.</param>
    /// <exception cref="WorkerOptionsException">One or more options are outside their ranges; all are listed.</exception>
    public static IServiceCollection AddMessageLBWorker(this IServiceCollection services, string group, string? name, Func<IServiceProvider, IMessageHandler> handler, Action<WorkerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(handler);
        var options = new WorkerOptions { Group = group, Name = name };
        configure?.Invoke(options);
        WorkerSettings.From(options);

        // The key ties a worker to its own service: AddHostedService would keep only the first of several.
        var key = new object();
        services.AddKeyedSingleton(key, (provider, _) => new WorkerHost(
            provider.GetRequiredService<ITransport>(),
            options,
            handler(provider),
            provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance,
            provider.GetService<IDuplicateStore>(),
            provider.GetService<IMeterFactory>()));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<WorkerHost>(key));
        services.AddSingleton<IHostedService>(provider => new WorkerHostedService(provider.GetRequiredKeyedService<WorkerHost>(key)));
        return services;
    }
}
