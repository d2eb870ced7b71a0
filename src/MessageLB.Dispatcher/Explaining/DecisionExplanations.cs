using MessageLB.Core.Explaining;
using MessageLB.Dispatcher.Registry;

namespace MessageLB.Dispatcher.Explaining;

/// <summary>Answers from what the groups' flows keep.</summary>
internal sealed class DecisionExplanations(DestinationRegistry registry, DebugDecisions debug) : IDecisionExplanations
{
    public IReadOnlyList<Explanation> Find(string messageId) => debug.Find(messageId);

    public Task<IReadOnlyList<Explanation>?> SampleAsync(string group, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, IDecisionExplanations.LargestSample);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IDecisionExplanations.LongestSample);
        var found = registry.Find(group) ?? throw new ArgumentException($"There is no group '{group}'.", nameof(group));
        return found.Samples.TakeAsync(count, limit, cancellationToken);
    }
}
