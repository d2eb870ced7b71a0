using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// Draws two different candidates and takes the one with the smaller load, this message counted: (in-flight + 1) ÷ (window × weight).
/// The window makes it aware of credit: whoever may have more is less loaded by the same number. Almost as good as the least of all,
/// and robust where figures are old or several dispatchers look at the same ones, because they do not all run to the same destination
/// (Mitzenmacher). O(1).
/// </summary>
internal sealed class PowerOfTwoPolicy : IRoutingPolicy
{
    public const string PolicyName = "power_of_two";

    public string Name => PolicyName;

    public DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        if (candidates.Count == 1) return candidates[0];
        var one = context.Random.Next(candidates.Count);
        // Among the others: drawing with replacement would take the busier of two a quarter of the time.
        var other = context.Random.Next(candidates.Count - 1);
        if (other >= one) other++;
        // On a tie the first drawn, which either was with equal chance.
        return IsLess(candidates[other], candidates[one]) ? candidates[other] : candidates[one];
    }

    public double Score(in RoutingContext context, DestinationState destination) => Count(destination) / Room(destination);

    // Both sides times both divisors: a product is several times cheaper than a quotient.
    private static bool IsLess(DestinationState destination, DestinationState than) =>
        Count(destination) * Room(than) < Count(than) * Room(destination);

    private static double Count(DestinationState destination) => destination.Credit.InFlight + 1.0;

    private static double Room(DestinationState destination) => (double)Math.Max(1, destination.Credit.Limit) * Math.Max(1, destination.Weight);
}
