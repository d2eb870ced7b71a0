using MessageLB.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Telemetry;

/// <summary>Adds telemetry to a host.</summary>
internal static class TelemetryServiceCollectionExtensions
{
    /// <summary>Sends spans and metrics of this process to a collector, if one is named. Before all other services: they start and stop in the order of their adding.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="config">What the configuration says.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="identity">Says who sends.</param>
    /// <exception cref="CommandFailedException">A variable says something that cannot be, or the file with the headers cannot be read.</exception>
    public static IServiceCollection AddTelemetry(
        this IServiceCollection services, TelemetryConfig config, IReadOnlyDictionary<string, string> environment, Func<IServiceProvider, TelemetryIdentity> identity)
    {
        if (TelemetrySettings.From(config, environment) is not { } settings) return services;
        return services.AddSingleton<IHostedService>(provider => new TelemetryService(
            settings, identity(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TelemetryService>>()));
    }
}
