namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>The faults of a soak, drawn at random: the same seed draws the same ones in the same order. One caller.</summary>
/// <param name="seed">Seed.</param>
/// <param name="workers">Number of workers.</param>
/// <param name="impossible">Faults that are left out.</param>
internal sealed class SoakPlan(int seed, int workers, IEnumerable<SoakFault> impossible)
{
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LeastLength = TimeSpan.FromMilliseconds(100);

    // Longer than a silent worker needs to be lost.
    private static readonly TimeSpan MostLength = TimeSpan.FromSeconds(5);

    // As often as they stand here.
    private static readonly SoakFault[] All =
    [
        SoakFault.KillWorker, SoakFault.KillWorker, SoakFault.KillWorker, SoakFault.KillWorker,
        SoakFault.StopWorker, SoakFault.StopWorker, SoakFault.StopWorker,
        SoakFault.KillDispatcher, SoakFault.KillDispatcher,
        SoakFault.CutConnections, SoakFault.CutConnections,
        SoakFault.DeleteQueue,
        SoakFault.RestartBroker,
    ];

    private readonly Random _random = new(seed);
    private readonly SoakFault[] _urn = [.. All.Where(fault => !impossible.Contains(fault))];

    public SoakStep Next() => new(_urn[_random.Next(_urn.Length)], _random.Next(workers), Between(LeastPause, MostPause), Between(LeastLength, MostLength));

    private TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * _random.NextDouble());
}
