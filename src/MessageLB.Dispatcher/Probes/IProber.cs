using MessageLB.Core.Groups;
using MessageLB.Core.Probes;

namespace MessageLB.Dispatcher.Probes;

/// <summary>Makes one kind of probe. Several at the same time.</summary>
internal interface IProber : IDisposable
{
    /// <summary>
    /// Probes a destination. <paramref name="limit"/> ends it: then it may throw <see cref="OperationCanceledException"/>; anything else
    /// that it throws is a failure of the destination.
    /// </summary>
    ValueTask<ProbeOutcome> ProbeAsync(DestinationState destination, CancellationToken limit);

    /// <summary>What is probed, for a person.</summary>
    string Describe(DestinationState destination);
}
