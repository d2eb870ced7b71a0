using MessageLB.Testing;
using MessageLB.Transport;

namespace MessageLB.Dispatcher.Tests.InMemory;

/// <summary>Records each outcome, and then waits before it hears the next.</summary>
internal sealed class SlowOutcomeHandler : IPublishOutcomeHandler, IDisposable
{
    public Recorder<(int Correlation, PublishOutcome Outcome)> Told { get; } = new("outcomes");

    public ManualResetEventSlim GoOn { get; } = new();

    public void OnOutcome(ulong correlation, PublishOutcome outcome)
    {
        Told.Add(((int)correlation, outcome));
        GoOn.Wait(TestTimeouts.Happens, CancellationToken.None);
    }

    public void Dispose() => GoOn.Dispose();
}
