using System.Net;
using MessageLB.Core.Configuration;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Registry;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Probes;

/// <summary>The probes of all groups that have some, within one session. Without any it costs nothing.</summary>
/// <param name="session">The session.</param>
/// <param name="registry">The groups.</param>
/// <param name="time">Clock.</param>
internal sealed class ProbeSession(ITransportSession session, DestinationRegistry registry, TimeProvider time)
{
    /// <summary>What runs as long as the session.</summary>
    public IReadOnlyList<Func<CancellationToken, Task>> Loops { get; private set; } = [];

    /// <summary>Gets ready.</summary>
    public async Task StartAsync(CancellationToken ended)
    {
        var probed = registry.Groups.Where(g => g.Config.Probe is not null && g.Config.HealthChecking).ToList();
        if (probed.Count == 0) return;
        ConfirmingPublisher? publisher = null;
        if (probed.Any(g => g.Canaries is not null))
        {
            publisher = await ConfirmingPublisher.CreateAsync(session, ended);
            await session.Control.SubscribeAsync(Names.AllProbes, OnAnswer, ended);
        }

        Loops = [.. probed.Select(g => (Func<CancellationToken, Task>)new GroupProbes(g, g.Config.Probe!, Prober(g, publisher), time).RunAsync)];
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
