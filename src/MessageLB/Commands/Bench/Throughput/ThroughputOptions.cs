namespace MessageLB.CommandLine.Commands.Bench.Throughput;

/// <summary>What is measured.</summary>
internal sealed record ThroughputOptions
{
    public const int DefaultRounds = 5;
    public const int DefaultMessages = 20_000;
    public const int DefaultDestinations = 4;
    public const string DefaultBaseline = "bare-hop";

    private const int WarmUpPart = 10;

    /// <summary>How often every shape is measured.</summary>
    public required int Rounds { get; init; }

    /// <summary>Messages of each measurement.</summary>
    public required int Messages { get; init; }

    /// <summary>Size of a body in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Queues with one worker each; competing consumers where a shape has one queue only.</summary>
    public required int Destinations { get; init; }

    /// <summary>Messages per second that are published while they are worked on; 0: all of them wait before a shape starts, which drains them.</summary>
    public required double Rate { get; init; }

    /// <summary>Whether shapes drain what waits.</summary>
    public bool Drains => Rate == 0;

    /// <summary>Messages after whose completion the measuring begins: a tenth, in which code is compiled and windows open.</summary>
    public int WarmUp => Messages / WarmUpPart;

    /// <summary>When each message is due, from the start of the arrivals; for a rate.</summary>
    public IReadOnlyList<TimeSpan> Arrivals => [.. Enumerable.Range(0, Messages).Select(number => TimeSpan.FromSeconds(number / Rate))];
}
