using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>What became of the messages.</summary>
/// <param name="Confirmed">Messages that the broker has.</param>
/// <param name="Returned">Messages that no group takes.</param>
/// <param name="ElapsedS">Time that it took.</param>
internal sealed record PublishResult(long Confirmed, long Returned, double ElapsedS)
{
    /// <summary>Messages confirmed per second.</summary>
    public double Rate => ElapsedS > 0 ? Math.Round(Confirmed / ElapsedS, 1) : 0;

    public string ToJson() => JsonSerializer.Serialize(this, PublishJsonContext.Default.PublishResult);
}
