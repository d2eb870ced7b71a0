namespace MessageLB.Dispatcher.Probes;

/// <summary>A probe must not be made, because of where it would go.</summary>
internal sealed class ProbeRefusedException(string reason) : MessageLBException(reason);
