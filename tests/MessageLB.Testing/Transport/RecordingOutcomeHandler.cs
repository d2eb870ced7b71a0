using MessageLB.Transport;

namespace MessageLB.Testing;

/// <summary>Records what became of publishes, in order, so that a second outcome for one publish shows.</summary>
public sealed class RecordingOutcomeHandler : IPublishOutcomeHandler
{
    private readonly Recorder<(ulong Correlation, PublishOutcome Outcome)> _outcomes = new("outcomes");

    /// <summary>Every outcome so far.</summary>
    public IReadOnlyList<(ulong Correlation, PublishOutcome Outcome)> Outcomes => _outcomes.Items;

    /// <summary>How many outcomes came so far.</summary>
    public int Count => _outcomes.Count;

    /// <summary>Waits for at least <paramref name="count"/> outcomes and returns the first that many.</summary>
    public Task<IReadOnlyList<(ulong Correlation, PublishOutcome Outcome)>> TakeAsync(int count, CancellationToken cancellationToken) =>
        _outcomes.TakeAsync(count, cancellationToken);

    /// <summary>Waits for the outcome of one publish.</summary>
    public async Task<PublishOutcome> OfAsync(ulong correlation, CancellationToken cancellationToken) =>
        (await _outcomes.FirstAsync(o => o.Correlation == correlation, $"the outcome of publish {correlation}", cancellationToken)).Outcome;

    /// <inheritdoc />
    public void OnOutcome(ulong correlation, PublishOutcome outcome) => _outcomes.Add((correlation, outcome));
}
