using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The destination where the message is expected to be finished first: estimated service time while the worker has a hand free, else
/// the work in flight and this message, divided among its hands; a weight divides the expectation. The service time is the peak EWMA
/// measured from heartbeats (after Finagle's PeakEwma), by kind of message where workers report several; one without a measurement
/// counts as its peers' median, which the group's updater fills in, so that it is tried at once and neither flooded nor starved.
/// </summary>
internal sealed class ResponseTimePolicy : ScorePolicy
{
    public const string PolicyName = "response_time";

    // A worker with a quarter of its hands busy, or more, counts as so much slower than an idle one. Estimates of equal workers differ by chance, and without it
    // the luckiest would get everything until its last hand is busy; should it then turn slow, so many messages would be caught there.
    internal const double Crowding = 0.25;

    private readonly WorkLoads _loads = new();

    public override string Name => PolicyName;

    /// <summary>
    /// Expected time in seconds until one more message without a kind is finished there, weights aside; relative while nothing is measured.
    /// </summary>
    public static double ExpectedSeconds(DestinationState destination) => ExpectedSeconds(destination, kind: 0);

    /// <summary>The same for a message of a kind, by <see cref="RoutingContext.Kind"/>.</summary>
    public static double ExpectedSeconds(DestinationState destination, int kind) => ExpectedSeconds(destination, kind, counted: 0);

    /// <summary>The same as it was just before one message of the kind, which is in flight there now, was handed over.</summary>
    public static double ExpectedSecondsBefore(DestinationState destination, int kind) => ExpectedSeconds(destination, kind, counted: 1);

    /// <summary>How many service times it takes with <paramref name="work"/> there, and a little more the more hands are busy.</summary>
    /// <param name="work">Work there, in service times of the message.</param>
    /// <param name="perHand">1 ÷ concurrency.</param>
    public static double Rank(double work, double perHand) => Queueing(work, perHand) + (Crowding * Math.Min(1.0, 4 * work * perHand));

    public override void Rebase(GroupSnapshot group, Random random)
    {
        base.Rebase(group, random);
        _loads.Reset(group.Slots);
    }

    public override void Refresh(DestinationState destination, bool isCandidate)
    {
        base.Refresh(destination, isCandidate);
        if (destination.Kinds is { } kinds) _loads.Set(destination, isCandidate, kinds);
    }

    public override DestinationState? Select(in RoutingContext context, CandidateSet candidates)
    {
        var favourite = base.Select(context, candidates);
        return favourite is null || context.Kind == 0 ? favourite : _loads.Least(context.Kind, candidates, favourite, context.Random);
    }

    public override double Score(in RoutingContext context, DestinationState destination) => Score(destination, context.Kind);

    protected override double Score(DestinationState destination) => Score(destination, kind: 0);

    private static double Score(DestinationState destination, int kind)
    {
        var service = ServiceSeconds(destination, kind);
        return service * Rank(Work(destination, service), destination.PerHand) * destination.PerWeight;
    }

    private static double ExpectedSeconds(DestinationState destination, int kind, int counted)
    {
        var service = ServiceSeconds(destination, kind);
        return service * Queueing(Math.Max(0, Work(destination, service) - counted), destination.PerHand);
    }

    private static double Queueing(double work, double perHand) => Math.Max(1.0, (work + 1) * perHand);

    private static double ServiceSeconds(DestinationState destination, int kind) =>
        destination.ServiceSecondsOf(kind) is > 0 and var service ? service : 1.0;

    // In service times: where nothing is known of kinds, every message there counts as one.
    private static double Work(DestinationState destination, double service) =>
        destination.Kinds is null ? destination.Load : (destination.WorkSeconds / service) + destination.Elsewhere;
}
