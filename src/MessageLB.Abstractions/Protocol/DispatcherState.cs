namespace MessageLB;

/// <summary>What a dispatcher says of itself.</summary>
public enum DispatcherState
{
    /// <summary>It hands messages over.</summary>
    Ready,

    /// <summary>It finishes what it has and goes.</summary>
    Stopping,
}
