using MessageLB.Telemetry;

namespace MessageLB.Dispatcher.Tests.Telemetry;

/// <summary>Which part of the messages begins a trace, for the length of a test.</summary>
internal sealed class RootShare : IDisposable
{
    public RootShare(double share) => MessageTraces.RootShare = share;

    public void Dispose() => MessageTraces.RootShare = 1;
}
