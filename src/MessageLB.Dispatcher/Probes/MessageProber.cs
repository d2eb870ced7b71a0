using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Probes;

/// <summary>Sends a canary through a destination's own queue and waits for its worker's answer; one that is under way is waited for again.</summary>
/// <param name="publisher">Publishes in the session.</param>
/// <param name="canaries">Those under way.</param>
/// <param name="clock">Knows whether answers come at all.</param>
internal sealed class MessageProber(ConfirmingPublisher publisher, CanaryBook canaries, RegistryClock clock) : IProber
{
    /// <inheritdoc />
    public async ValueTask<ProbeOutcome> ProbeAsync(DestinationState destination, CancellationToken limit)
    {
        try
        {
            return await AskAsync(destination, limit);
        }
        catch (OperationCanceledException) when (clock.IsDeaf)
        {
            return ProbeOutcome.Uncounted("the dispatcher hears nothing");
        }
    }

    /// <inheritdoc />
    public string Describe(DestinationState destination) => "by message";

    /// <inheritdoc />
    public void Dispose()
    {
        // The publisher is the session's.
    }

    private async Task<ProbeOutcome> AskAsync(DestinationState destination, CancellationToken limit)
    {
        var canary = canaries.Find(destination);
        if (canary is null)
        {
            canary = canaries.Add(destination);
            if (await SendAsync(destination, canary.Id, limit) is { } failure) return failure;
        }

        return await canary.Answered.Task.WaitAsync(limit) ? ProbeOutcome.Passed : ProbeOutcome.Uncounted("its canary was taken out of the queue with what waited there");
    }

    private async Task<ProbeOutcome?> SendAsync(DestinationState destination, string id, CancellationToken limit)
    {
        var outcome = await publisher.PublishAsync(string.Empty, destination.Queue, Canary.Properties(id), ReadOnlyMemory<byte>.Empty, limit).WaitAsync(limit);
        // Of one whose fate is not known the answer may still come.
        if (outcome is PublishOutcome.Returned or PublishOutcome.Refused) canaries.Gone(destination.Name, id);
        return outcome switch
        {
            PublishOutcome.Confirmed => null,
            PublishOutcome.Returned => ProbeOutcome.Failed("by message: its queue does not exist"),
            PublishOutcome.Refused => ProbeOutcome.Failed("by message: its queue refuses messages (full, or without a leader)"),
            _ => ProbeOutcome.Uncounted("the session ended"),
        };
    }
}
