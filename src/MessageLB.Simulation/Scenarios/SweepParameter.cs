namespace MessageLB.Simulation;

/// <summary>What a sweep varies.</summary>
public enum SweepParameter
{
    /// <summary><see cref="ArrivalConfig.Load"/>.</summary>
    Load,

    /// <summary><see cref="Scenario.FeedbackDelay"/>, in seconds.</summary>
    FeedbackDelay,

    /// <summary><see cref="Scenario.Dispatchers"/>.</summary>
    Dispatchers,
}
