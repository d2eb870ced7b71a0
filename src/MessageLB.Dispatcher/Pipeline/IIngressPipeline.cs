using MessageLB.Dispatcher.Framing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Pipeline;

/// <summary>What takes the deliveries of one receiver and hands them over, until they are decided.</summary>
internal interface IIngressPipeline : IDeliveryHandler, IPublishOutcomeHandler
{
    /// <summary>Why it cannot go on; null if it can. The session must end then.</summary>
    Exception? Fault { get; }

    /// <summary>Gives the pipeline its publisher; deliveries that come before wait for it.</summary>
    void Attach(FlowPublisher publisher);

    /// <summary>Lets go of what it holds and hands nothing over any more: from now on deliveries go back to the ingress queue.</summary>
    void BeginStop();

    /// <summary>Completes when nothing is held any more. After the receiver has stopped, or its session is over.</summary>
    /// <param name="limit">Longest time to wait for results that workers owe; zero when none can come any more.</param>
    Task EndAsync(TimeSpan limit);
}
