namespace MessageLB.Core.Recommendations;

/// <summary>Limits by which something is worth to be looked at. The simulator says whether a change would gain anything.</summary>
public static class RecommendationRules
{
    /// <summary>Shortest stretch that is judged.</summary>
    public static readonly TimeSpan LeastOver = TimeSpan.FromSeconds(30);

    /// <summary>Fewest messages that a group is judged by: with 200 the mean of exponential times is off by 14 % at worst, nineteen times of twenty.</summary>
    public const long LeastMessages = 200;

    /// <summary>Fewest messages that a destination is judged by.</summary>
    public const long LeastOfOne = 20;

    /// <summary>Load above which more workers are wanted: from there on waiting grows faster than load.</summary>
    public const double HighLoad = 0.8;

    /// <summary>Load that workers are added for, and left after some were taken away: far enough below <see cref="HighLoad"/> not to be back there at once.</summary>
    public const double TargetLoad = 0.7;

    /// <summary>Load below which some workers may be too many.</summary>
    public const double LowLoad = 0.3;

    /// <summary>Load that may result from taking workers away.</summary>
    public const double LoadAfterRemoval = 0.5;

    /// <summary>Fewest destinations that are left: one alone has nobody to fail over to.</summary>
    public const int LeastDestinations = 2;

    /// <summary>How many times more or less than its weight says a destination can do, until the weights are worth a look.</summary>
    public const double WeightBand = 1.25;

    /// <summary>Part of failed messages from which a destination is worth a look.</summary>
    public const double ErrorRate = 0.05;

    /// <summary>Fewest failed messages for that.</summary>
    public const long LeastFailures = 10;
}
