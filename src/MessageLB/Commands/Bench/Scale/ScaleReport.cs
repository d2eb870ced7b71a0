using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>The result.</summary>
/// <param name="Broker">Address without credentials.</param>
/// <param name="Destinations">Destinations, of all groups together.</param>
/// <param name="Groups">Groups.</param>
/// <param name="IntervalMs">Time between two heartbeats of a destination, in milliseconds.</param>
/// <param name="Waiting">Messages that waited at ingress.</param>
/// <param name="Queues">Whether each destination had a queue.</param>
/// <param name="Presence">Whether each destination held a presence token.</param>
/// <param name="EquipMs">How long it took to declare the queues and to take the tokens, in milliseconds.</param>
/// <param name="Starts">Each start of the dispatcher.</param>
internal sealed record ScaleReport(
    string Broker,
    int Destinations,
    int Groups,
    double IntervalMs,
    int Waiting,
    bool Queues,
    bool Presence,
    double EquipMs,
    IReadOnlyList<ScaleStart> Starts)
{
    public string ToJson() => JsonSerializer.Serialize(this, ScaleJsonContext.Default.ScaleReport);
}
