using MessageLB.Core.Routing;

namespace MessageLB.Simulation;

/// <summary>
/// Runs scenarios: every case with every seed at every value of the sweep, on as many cores as there are. The result depends on the
/// scenario alone, not on how its runs were scheduled. Thread-safe.
/// </summary>
/// <param name="policies">Where the cases' routing policies are found.</param>
public sealed class Simulator(RoutingPolicyRegistry policies)
{
    /// <summary>Runs a valid scenario to its end.</summary>
    /// <param name="scenario">What to run.</param>
    /// <param name="progress">Told now and then, from several threads; null if nobody wants to know.</param>
    /// <param name="cancellationToken">Ends the runs soon.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="MessageLBException">A case names a policy that the registry does not know.</exception>
    public SimulationResult Run(Scenario scenario, IProgress<SimulationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        _ = policies;
        throw new NotSupportedException("The engine is not there yet.");
    }
}
