using MessageLB.Core.Configuration;
using MessageLB.Core.Routing;
using MessageLB.Simulation.Randomness;

namespace MessageLB.Simulation.Spreading;

/// <summary>Makes pickers as the dispatcher makes them, but with randomness that repeats.</summary>
internal static class PickerFactory
{
    /// <exception cref="MessageLBException">There is no policy of that name.</exception>
    public static DestinationPicker Create(RoutingPolicyRegistry policies, GroupConfig group, int seed, int dispatcher) => new(
        policies.Create(group.Algorithm, group),
        new SeededRandom(new Xoshiro256(seed, RandomStream.Policies, dispatcher)));
}
