using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;
using MessageLB.Transport;
using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Registry;

/// <summary>The probes of the group. Log events 2021 to 2029. Next free: 2025.</summary>
internal sealed partial class GroupRuntime
{
    /// <summary>Canaries that are under way; null in a group that is not probed by message.</summary>
    public CanaryBook? Canaries { get; private set; }

    /// <summary>Destinations to be probed now, at most so many; each is owed a <see cref="Probed"/>.</summary>
    public List<DestinationState> BeginProbes(int most)
    {
        lock (_gate) return _updater.BeginProbes(most, _clock.Now());
    }

    /// <summary>Takes in what became of a probe that took this long.</summary>
    public void Probed(string destination, in ProbeOutcome outcome, TimeSpan took)
    {
        GroupEvent[] events;
        ProbeChange change;
        string reason;
        lock (_gate)
        {
            (change, reason) = _updater.OnProbed(destination, outcome, took, _clock.Now(), _events);
            events = TakeEventsNeedsLock();
        }

        if (change == ProbeChange.Fell) LogProbeFell(Config.Name, destination, reason);
        if (change == ProbeChange.Rose) LogProbeRose(Config.Name, destination, Config.Probe!.Rise);
        if (change == ProbeChange.Refused) LogProbeRefused(Config.Name, destination, reason);
        Publish(events);
    }

    /// <summary>Takes in that a canary was found in a queue that is being emptied, or came back to ingress. It goes nowhere from there.</summary>
    public void DropCanary(in Delivery delivery)
    {
        if (Canary.Id(delivery.Properties) is { } id) Canaries?.Gone(id);
    }

    [LoggerMessage(2021, LogLevel.Warning, "Destination {GroupId}/{DestinationId} does not pass: {Reason}")]
    private partial void LogProbeFell(string groupId, string destinationId, string reason);

    [LoggerMessage(2022, LogLevel.Information, "Destination {GroupId}/{DestinationId} passes again: {Count} probes in a row were answered")]
    private partial void LogProbeRose(string groupId, string destinationId, int count);

    [LoggerMessage(2023, LogLevel.Warning, "The probe of {GroupId}/{DestinationId} is not made, and the destination stays as it is: {Reason}")]
    private partial void LogProbeRefused(string groupId, string destinationId, string reason);
}
