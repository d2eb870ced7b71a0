using MessageLB.Core.Groups;
using MessageLB.Core.Probes;
using MessageLB.Dispatcher.Probes;
using MessageLB.Testing;

namespace MessageLB.Dispatcher.Tests.Probes;

/// <summary>A prober that does as the test says and writes down whom it was to probe.</summary>
internal sealed class FakeProber : IProber
{
    /// <summary>What a probe of a destination does; the token ends it.</summary>
    public Func<string, CancellationToken, Task<ProbeOutcome>> Probe { get; set; } = (_, _) => Task.FromResult(ProbeOutcome.Passed);

    public Recorder<string> Probed { get; } = new("probes");

    public bool IsDisposed { get; private set; }

    public async ValueTask<ProbeOutcome> ProbeAsync(DestinationState destination, CancellationToken limit)
    {
        Probed.Add(destination.Name);
        return await Probe(destination.Name, limit);
    }

    public string Describe(DestinationState destination) => $"fake:{destination.Name}";

    public void Dispose() => IsDisposed = true;
}
