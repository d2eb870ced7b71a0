using System.Net;
using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Probes;

/// <summary>The probes of the groups that have some, within one session. Without any it costs nothing.</summary>
/// <param name="session">The session.</param>
/// <param name="registry">The groups.</param>
/// <param name="time">Clock.</param>
internal sealed class ProbeSession(ITransportSession session, DestinationRegistry registry, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<ConfirmingPublisher>? _publisher;

    /// <summary>Probes a group until <paramref name="ended"/>; returns at once if it is not probed.</summary>
    public async Task RunAsync(GroupRuntime group, CancellationToken ended)
    {
        if (group.Config.Probe is not { } config || !group.Config.HealthChecking) return;
        var publisher = group.Canaries is null ? null : await PublisherAsync();
        await new GroupProbes(group, config, Prober(group, publisher), time).RunAsync(ended);
    }

    // One for all groups, and for as long as the session: the group that asks first may be gone before the others.
    private Task<ConfirmingPublisher> PublisherAsync()
    {
        lock (_gate) return _publisher ??= OpenAsync();
    }

    private async Task<ConfirmingPublisher> OpenAsync()
    {
        var publisher = await ConfirmingPublisher.CreateAsync(session, session.Ended);
        await session.Control.SubscribeAsync(Names.AllProbes, OnAnswer, session.Ended);
        return publisher;
    }

    private IProber Prober(GroupRuntime group, ConfirmingPublisher? publisher)
    {
        var config = group.Config.Probe!;
        if (group.Canaries is { } canaries) return new MessageProber(publisher!, canaries, registry.Clock);
        var dialer = new CheckedDialer(new AddressRule(config.Allow), Dns.GetHostAddressesAsync);
        ProbeTarget? target;
        var isRight = config.Kind == ProbeKind.Http ? ProbeTarget.TryHttp(config.Url ?? "", out target, out var problem) : ProbeTarget.TryTcp(config.Address ?? "", out target, out problem);
        if (!isRight) throw new InvalidOperationException($"The address of the probe of group '{group.Config.Name}' {problem}.");
        return config.Kind == ProbeKind.Http ? new HttpProber(target!, config, dialer) : new TcpProber(target!, dialer);
    }

    // The routing key is what the broker's topic permissions can bind to a user; an answer that is none is nobody's.
    private void OnAnswer(string routingKey, ReadOnlySpan<byte> body)
    {
        if (!Canary.TryReadAnswer(body, out var id, out _)) return;
        var words = routingKey.Split('.');
        if (words.Length == 3) registry.Find(words[1])?.Canaries?.Answered(words[2], id!);
    }
}
