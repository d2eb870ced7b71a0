using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Soak;

/// <summary>The most messages that a fault may cause to be done again, as <c>docs/delivery-guarantees.md</c> and <c>docs/hold-mode.md</c> have it.</summary>
/// <param name="delivery">When ingress messages are acknowledged.</param>
/// <param name="workers">Number of workers.</param>
/// <param name="concurrency">Messages that each handles at the same time.</param>
internal sealed class SoakBound(DeliveryMode delivery, int workers, int concurrency)
{
    // What a rescue has in hand besides what came from ingress.
    private const int Rescued = 100;

    // The SDK's own prefetch, up to 16 at the same time.
    private const int Fetched = 32;

    // What it had fetched. In hold it acknowledges what is done before its dispatcher has heard of it, so a report may be on its way besides.
    private long OfWorker => Math.Max(Fetched, 2 * concurrency) + (delivery == DeliveryMode.Hold ? ResultCodec.MaxResults : 0);

    // What it had not acknowledged. In hold that is what workers have in hand too, and rescues take nothing from queues.
    private long OfDispatcher => GroupConfig.DefaultPrefetch + (delivery == DeliveryMode.Hold ? 0 : Rescued);

    // Both dispatchers lose their sessions, and so do the workers, which have messages of their own only after a hand-off.
    private long OfBroker => (2 * OfDispatcher) + (delivery == DeliveryMode.Hold ? 0 : workers * OfWorker);

    /// <summary>Of one fault.</summary>
    public long Of(SoakFault fault) => fault switch
    {
        SoakFault.KillDispatcher or SoakFault.CutConnections => OfDispatcher,
        SoakFault.RestartBroker => OfBroker,
        _ => OfWorker,
    };
}
