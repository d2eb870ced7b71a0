namespace MessageLB.Testing;

/// <summary>Tells what code allocates.</summary>
public static class Allocations
{
    private const int Rounds = 4;

    /// <summary>
    /// Bytes that the calling thread allocates in a round of what has run before: the least of a few, because the runtime itself may allocate on the
    /// thread once, when it replaces the code of a loop by better code while that runs. What each round allocates is in every one.
    /// </summary>
    public static long InSteadyState(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
