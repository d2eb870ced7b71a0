namespace MessageLB.Simulation.Randomness;

/// <summary>
/// What randomness is for. Each purpose has its own generator, so that a decision that draws more or less of one moves nothing else:
/// all cases of a seed see the same messages (common random numbers).
/// </summary>
internal enum RandomStream
{
    /// <summary>Gaps between arrivals.</summary>
    Arrivals = 1,

    /// <summary>Kinds of messages.</summary>
    Kinds,

    /// <summary>Hash keys.</summary>
    Keys,

    /// <summary>Service times.</summary>
    Services,

    /// <summary>Which dispatcher, or which exchange's queue, a message meets.</summary>
    Spreading,

    /// <summary>Routing policies, one generator for each dispatcher.</summary>
    Policies,
}
