using MessageLB.Core.Explaining;
using MessageLB.Dispatcher.Explaining;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>Explains what the test says, and remembers what it was asked for.</summary>
internal sealed class FixedExplanations : IDecisionExplanations
{
    /// <summary>What is remembered, by message id.</summary>
    public Dictionary<string, IReadOnlyList<Explanation>> Messages { get; } = new() { ["m-17"] = [Pictures.Decision()] };

    /// <summary>What a sample of a group finds; null if too many ask.</summary>
    public IReadOnlyList<Explanation>? Sample { get; set; } = [Pictures.Decision()];

    public List<(string Group, int Count, TimeSpan Limit)> Asked { get; } = [];

    public IReadOnlyList<Explanation> Find(string messageId) => Messages.GetValueOrDefault(messageId) ?? [];

    public Task<IReadOnlyList<Explanation>?> SampleAsync(string group, int count, TimeSpan limit, CancellationToken cancellationToken)
    {
        Asked.Add((group, count, limit));
        return Task.FromResult(Sample);
    }
}
