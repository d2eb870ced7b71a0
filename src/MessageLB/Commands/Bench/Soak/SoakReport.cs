using System.Globalization;
using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Seed">Seed of the faults.</param>
/// <param name="Seconds">How long it took, without start and end.</param>
/// <param name="Rate">Messages per second that were due.</param>
/// <param name="Faults">How often each fault was done, by its name.</param>
/// <param name="Published">Messages published and confirmed.</param>
/// <param name="Completed">Different messages completed.</param>
/// <param name="Waiting">Messages that wait in queues of the group at the end.</param>
/// <param name="DeadLettered">Messages in the dead letter queue at the end.</param>
/// <param name="Repeated">Completions of messages that had been completed before.</param>
/// <param name="RepeatedBound">The most that these faults may cause.</param>
/// <param name="Republished">Publishes without an outcome that were repeated.</param>
/// <param name="LongestGapMs">Longest time without a completion.</param>
/// <param name="MemoryMb">Managed memory of the dispatcher's process after a full collection, without the books of the soak, after the warm-up.</param>
/// <param name="MemoryAtEndMb">The same at the end.</param>
internal sealed record SoakReport(
    string Broker,
    int Seed,
    double Seconds,
    double Rate,
    IReadOnlyDictionary<string, int> Faults,
    int Published,
    int Completed,
    long Waiting,
    long DeadLettered,
    int Repeated,
    long RepeatedBound,
    long Republished,
    double LongestGapMs,
    double MemoryMb,
    double MemoryAtEndMb)
{
    /// <summary>Most growth of memory after the warm-up.</summary>
    public const double MostGrowth = 0.05;

    /// <summary>Growth in megabytes that is a table or a buffer and no leak: the whole is some two megabytes.</summary>
    public const double SmallGrowthMb = 1;

    /// <summary>Messages confirmed that are neither completed nor anywhere; 0 if there are more than there should be.</summary>
    public long Lost => Math.Max(0, Published - Completed - Waiting - DeadLettered);

    /// <summary>Messages in queues that are also completed, or of which nobody knows: completed, waiting and dead ones beyond those published.</summary>
    public long Unknown => Math.Max(0, Completed + Waiting + DeadLettered - Published);

    /// <summary>Growth of memory after the warm-up, as a part of it.</summary>
    public double Growth => MemoryMb > 0 ? (MemoryAtEndMb / MemoryMb) - 1 : 0;

    /// <summary>What does not hold, for a person; empty if all does.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            var broken = new List<string>();
            if (Lost > 0) broken.Add($"{Lost} messages are lost");
            if (Unknown > 0) broken.Add($"{Unknown} messages are there more than once");
            if (Repeated > RepeatedBound) broken.Add($"{Repeated} messages were done again, more than {RepeatedBound}");
            if (Growth > MostGrowth && MemoryAtEndMb - MemoryMb > SmallGrowthMb) broken.Add(string.Create(CultureInfo.InvariantCulture, $"memory grew from {MemoryMb:0.0} to {MemoryAtEndMb:0.0} MB"));
            return broken;
        }
    }

    /// <summary>Whether everything holds.</summary>
    public bool Holds => Broken.Count == 0;

    public string ToJson() => JsonSerializer.Serialize(this, SoakJsonContext.Default.SoakReport);
}
