using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.Core.Configuration;
using MessageLB.Transport;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>The broker of a soak.</summary>
/// <param name="Address">Where other processes find it.</param>
/// <param name="Transport">Where this one does.</param>
/// <param name="OfDispatcher">The way of the dispatcher in this process: through the proxy, if there is one.</param>
/// <param name="Own">What stops and starts it; null if it is somebody's.</param>
/// <param name="Proxy">What cuts the connections of the dispatcher in this process; null if nothing can.</param>
internal sealed record SoakBroker(ClusterAddress Address, ITransport Transport, ITransport OfDispatcher, IBenchBroker? Own, CuttingProxy? Proxy)
{
    /// <summary>Faults that cannot be done here.</summary>
    public IEnumerable<SoakFault> Impossible
    {
        get
        {
            if (Own is null) yield return SoakFault.RestartBroker;
            if (Proxy is null) yield return SoakFault.CutConnections;
            if (!BenchProcess.CanStop) yield return SoakFault.StopWorker;
        }
    }
}
