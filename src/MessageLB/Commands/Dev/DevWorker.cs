namespace MessageLB.CommandLine.Commands.Dev;

/// <summary>One sample worker.</summary>
/// <param name="Name">Name of its destination: a, b, c …</param>
/// <param name="Speed">How fast it is: 2 takes half the time.</param>
/// <param name="Weight">Weight that it asks for; null leaves it to the dispatcher.</param>
internal sealed record DevWorker(string Name, double Speed, int? Weight)
{
    /// <summary>Most messages fetched and not settled; 0 leaves it to the SDK.</summary>
    public int Prefetch { get; init; }
}
