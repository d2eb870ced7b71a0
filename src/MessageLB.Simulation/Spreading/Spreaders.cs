using MessageLB.Core.Routing;
using MessageLB.Simulation.Randomness;
using MessageLB.Simulation.Running;
using MessageLB.Simulation.Workers;

namespace MessageLB.Simulation.Spreading;

/// <summary>Makes the spreader of a case.</summary>
internal static class Spreaders
{
    /// <exception cref="MessageLBException">There is no policy of the name that the case gives.</exception>
    public static Spreader Create(Scenario scenario, SimulatedCase simulated, RoutingPolicyRegistry policies, int seed, WorkerFleet fleet, RunObserver? observer) =>
        simulated.Baseline switch
        {
            BaselineKind.CompetingConsumers => new CompetingConsumers(fleet, simulated.Prefetch),
            BaselineKind.RandomExchange => new RandomExchange(fleet, new Xoshiro256(seed, RandomStream.Spreading)),
            BaselineKind.ConsistentHashExchange => new ConsistentHashExchange(fleet, new Xoshiro256(seed, RandomStream.Spreading)),
            _ => new Dispatchers(scenario, simulated.Group, policies, seed, fleet, observer),
        };
}
