using System.Globalization;
using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Delivery">When ingress messages were acknowledged: <c>handoff</c> or <c>hold</c>.</param>
/// <param name="Seed">Seed of the faults.</param>
/// <param name="Seconds">How long it took, without start and end.</param>
/// <param name="Rate">Messages per second that were due.</param>
/// <param name="Faults">How often each fault was done, by its name.</param>
/// <param name="Published">Messages published and confirmed.</param>
/// <param name="Completed">Different messages completed.</param>
/// <param name="Waiting">Messages that wait in queues of the group at the end.</param>
/// <param name="DeadLettered">Messages in the dead letter queue at the end.</param>
/// <param name="InHold">Messages that the first dispatcher has in hold at the end, after all is completed and longer than a result may take.</param>
/// <param name="Repeated">Completions of messages that had been completed before.</param>
/// <param name="RepeatedBound">The most that these faults may cause.</param>
/// <param name="Later">Completions at a later attempt than the first: no handler fails here, so in hold those whose result did not come in time.</param>
/// <param name="Republished">Publishes without an outcome that were repeated.</param>
/// <param name="LongestGapMs">Longest time without a completion, without the time in which the broker was down.</param>
/// <param name="BrokerDownMs">Time in which the broker was down, in all.</param>
/// <param name="Memory">Memory of the process of the first dispatcher.</param>
internal sealed record SoakReport(
    string Broker,
    string Delivery,
    int Seed,
    double Seconds,
    double Rate,
    IReadOnlyDictionary<string, int> Faults,
    int Published,
    int Completed,
    long Waiting,
    long DeadLettered,
    int InHold,
    int Repeated,
    long RepeatedBound,
    int Later,
    long Republished,
    double LongestGapMs,
    double BrokerDownMs,
    SoakMemory Memory)
{
    /// <summary>Messages confirmed that are neither completed nor anywhere; 0 if there are more than there should be.</summary>
    public long Lost => Math.Max(0, Published - Completed - Waiting - DeadLettered);

    /// <summary>Messages in queues that are also completed, or of which nobody knows: completed, waiting and dead ones beyond those published.</summary>
    public long Unknown => Math.Max(0, Completed + Waiting + DeadLettered - Published);

    /// <summary>What does not hold, for a person; empty if all does.</summary>
    public IReadOnlyList<string> Broken
    {
        get
        {
            var broken = new List<string>();
            if (Lost > 0) broken.Add($"{Lost} messages are lost");
            if (Unknown > 0) broken.Add($"{Unknown} messages are there more than once");
            if (InHold > 0) broken.Add($"{InHold} messages are in hold for ever");
            if (Repeated > RepeatedBound) broken.Add($"{Repeated} messages were done again, more than {RepeatedBound}");
            if (!Memory.Holds) broken.Add(string.Create(CultureInfo.InvariantCulture, $"the heap grew from {Memory.HeapMb:0.0} to {Memory.HeapAtEndMb:0.0} MB, more than {SoakMemory.MostGrowth * 100:0} % of {Memory.WorkingSetMb:0.0} MB"));
            return broken;
        }
    }

    /// <summary>Whether everything holds.</summary>
    public bool Holds => Broken.Count == 0;

    public string ToJson() => JsonSerializer.Serialize(this, SoakJsonContext.Default.SoakReport);
}
