using MessageLB.Core.Explaining;

namespace MessageLB.Dispatcher.Tests.Explaining;

/// <summary>Explanations made by hand.</summary>
internal static class Explanations
{
    public static Explanation Of(string messageId, string? winner = "a", int candidates = 1) => new()
    {
        Group = "orders",
        MessageId = messageId,
        RoutingKey = "order.new",
        Kind = null,
        Time = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero),
        Policy = "response_time",
        SnapshotVersion = 1,
        Winner = winner,
        Because = "it has the smallest score",
        Candidates = [.. Enumerable.Range(0, candidates).Select(i => new ExplainedCandidate($"w{i}", i, 0, 1, 100, 4, null, false, null))],
        Excluded = [],
    };
}
