namespace MessageLB.Simulation.Randomness;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: turns one number into as many well-mixed ones as are wanted. Only for seeding: its own sequence is
/// too short-lived for a run of a hundred million messages with several draws each.
/// </summary>
/// <param name="state">Where to start.</param>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    /// <summary>A bijection of which every output bit depends on every input bit.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
