using MessageLB.Core.Configuration;
using MessageLB.Core.Groups;
using MessageLB.Core.InProcess;
using MessageLB.Simulation;

namespace MessageLB.Dispatcher.Tests.Docs;

/// <summary>The code of <c>docs/in-process.md</c>.</summary>
internal static class InProcessSamples
{
    public static LoadBalancer Replicas()
    {
        #region balancer
        var balancer = new LoadBalancer(new GroupConfig
        {
            Name = "replicas",
            Algorithm = "weighted_least_connections",
            Destinations =
            [
                new DestinationConfig { Name = "db-1", Weight = 200 },
                new DestinationConfig { Name = "db-2" },
                new DestinationConfig { Name = "db-far", Tier = 1 },
            ],
            DynamicAdjustment = new DynamicAdjustmentConfig { Enabled = true },
        });
        #endregion
        return balancer;
    }

    #region query
    public static async Task<T> QueryAsync<T>(LoadBalancer balancer, Func<string, Task<T>> query)
    {
        var call = balancer.Select() ?? throw new InvalidOperationException("no replica can take the query now");
        var succeeded = false;
        try
        {
            var result = await query(call.Destination);
            succeeded = true;
            return result;
        }
        finally
        {
            call.Complete(succeeded);
        }
    }
    #endregion

    #region watch
    public static void Watch(LoadBalancer balancer, TextWriter log)
    {
        var health = balancer.MonitorHealth();
        foreach (var change in health.Changes) log.WriteLine($"{change.Destination}: {change.From} -> {change.To}, {change.Reason}");
        if (health.State != HealthState.Healthy) log.WriteLine($"{health.State}: {string.Join(", ", health.Destinations.Where(d => d.Reason is not null).Select(d => $"{d.State.Name} {d.Reason}"))}");
        foreach (var one in balancer.MonitorPerformance().Destinations.Where(d => d.Windows is [{ ServiceSeconds.IsAnomalous: true }, ..])) log.WriteLine($"{one.Destination} takes longer than usual");
        foreach (var weight in balancer.Adjust().Weights) log.WriteLine($"{weight.Destination}: {weight.Configured} configured, {weight.Effective} in force");
    }
    #endregion

    #region advise
    public static void Advise(LoadBalancer balancer, TextWriter log)
    {
        var report = balancer.Recommend(window: TimeSpan.FromMinutes(1));
        if (report.Obstacle is { } obstacle) log.WriteLine($"nothing to recommend: {obstacle}");
        foreach (var one in report.Recommendations) log.WriteLine($"{one.Action}: predicted {one.Verdict.Measure} {-one.Verdict.Gain:+0 %;-0 %}, because {one.Why}");
    }
    #endregion
}
