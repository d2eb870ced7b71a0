using MessageLB.Core.Groups;

namespace MessageLB.Core.Routing;

/// <summary>
/// The cheapest destination whose expected response time (<see cref="ResponseTimePolicy.ExpectedSeconds(DestinationState)"/>, weights aside)
/// meets the group's objective; if none does, the fastest. Equal costs go to the sooner. One whose service time is unknown is taken to
/// meet the objective while it has a hand free. O(log n).
/// </summary>
internal sealed class CostAwarePolicy(TimeSpan objective) : ScorePolicy
{
    public const string PolicyName = "cost_aware";

    // After every rank of cost, of which there are no more than destinations.
    private const double Missed = GroupUpdater.MaxDestinations + 1;

    private readonly double _objective = objective.TotalSeconds;
    private readonly double _halfPerObjective = 0.5 / objective.TotalSeconds;
    private double[] _ranks = [];

    public override string Name => PolicyName;

    public override void Rebase(GroupSnapshot group, Random random)
    {
        base.Rebase(group, random);
        _ranks = new double[group.Slots];
        var costs = new SortedSet<double>();
        foreach (var destination in group.Eligible) costs.Add(destination.Cost);
        var rankOf = new Dictionary<double, int>();
        foreach (var cost in costs) rankOf.Add(cost, rankOf.Count);
        foreach (var destination in group.Eligible) _ranks[destination.Slot] = rankOf[destination.Cost];
    }

    // One number for three comparisons: a whole rank of cost and less than one for the time, or the time behind all ranks.
    protected override double Score(DestinationState destination)
    {
        var seconds = ResponseTimePolicy.ExpectedSeconds(destination);
        if (destination.ServiceSeconds <= 0) seconds *= _objective;
        return seconds <= _objective ? _ranks[destination.Slot] + (seconds * _halfPerObjective) : Missed + seconds;
    }
}
