namespace MessageLB.Simulation;

/// <summary>What the workers could do and what arrives, before anything happens to them.</summary>
internal static class ScenarioFigures
{
    /// <summary>Messages of one second of work at speed 1 that the workers do in a second.</summary>
    public static double Capacity(IEnumerable<DestinationDraft> destinations) =>
        destinations.Sum(destination => (double)destination.Count * destination.Concurrency * destination.Speed);

    /// <summary>Mean service time at speed 1 in seconds, over all kinds.</summary>
    public static double MeanService(IReadOnlyList<MessageKind> kinds)
    {
        var shares = kinds.Sum(kind => kind.Share);
        return shares > 0 ? kinds.Sum(kind => kind.Share * Mean(kind.Service)) / shares : 0;
    }

    private static double Mean(ServiceConfig service) => service switch
    {
        { Kind: ServiceKind.Trace, Trace.Count: 0 } => 0,
        { Kind: ServiceKind.Trace } => service.Trace.Average(),
        _ => service.Mean.TotalSeconds,
    };
}
