using MessageLB.Core.Groups;
using MessageLB.Core.Probes;

namespace MessageLB.Dispatcher.Probes;

/// <summary>Opens a connection and closes it.</summary>
internal sealed class TcpProber(ProbeTarget target, CheckedDialer dialer) : IProber
{
    /// <inheritdoc />
    public async ValueTask<ProbeOutcome> ProbeAsync(DestinationState destination, CancellationToken limit)
    {
        if (target.For(destination.Name, out var refusal) is not { } uri) return ProbeOutcome.Refused(refusal!);
        using var socket = await dialer.ConnectAsync(uri.IdnHost, uri.Port, limit);
        return ProbeOutcome.Passed;
    }

    /// <inheritdoc />
    public string Describe(DestinationState destination) => target.For(destination.Name, out _) is { } uri ? ProbeTarget.Describe(uri) : "tcp";

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
