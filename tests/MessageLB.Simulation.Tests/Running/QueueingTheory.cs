namespace MessageLB.Simulation.Tests.Running;

/// <summary>What queueing theory says of mean response times, in units of the mean service time.</summary>
internal static class QueueingTheory
{
    /// <summary>M/M/c: one queue, <paramref name="servers"/> equal servers, exponential service (Erlang C).</summary>
    public static double MMc(int servers, double load)
    {
        // Erlang B by its recursion, then C from it.
        var blocked = 1.0;
        for (var i = 1; i <= servers; i++) blocked = load * servers * blocked / (i + (load * servers * blocked));
        var waits = blocked / (1 - (load * (1 - blocked)));
        return 1 + (waits / (servers * (1 - load)));
    }

    /// <summary>M/G/1 by Pollaczek and Khinchine; <paramref name="variance"/> of service in units of its squared mean.</summary>
    public static double MG1(double load, double variance) => 1 + (load * (1 + variance) / (2 * (1 - load)));
}
