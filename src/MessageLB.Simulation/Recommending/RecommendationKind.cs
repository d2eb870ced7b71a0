namespace MessageLB.Simulation;

/// <summary>What a recommendation changes.</summary>
public enum RecommendationKind
{
    /// <summary>Weights of destinations.</summary>
    Weights,

    /// <summary>The group's routing policy.</summary>
    Policy,

    /// <summary>Windows.</summary>
    Window,

    /// <summary>More workers.</summary>
    AddWorkers,

    /// <summary>Fewer workers, at nearly the same response times.</summary>
    RemoveWorkers,
}
