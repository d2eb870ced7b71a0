using System.Diagnostics.CodeAnalysis;
using MessageLB.Dispatcher.Hosting;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Recording;

/// <summary>Begins recordings of the dispatcher's groups.</summary>
internal sealed class Recordings(DispatcherParts parts, IDispatcherStatus status) : IRecordings
{
    public bool TryStart(string group, TimeSpan duration, [NotNullWhen(true)] out IRecording? recording)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(duration, IRecordings.Longest);
        var runtime = parts.Registry.Find(group) ?? throw new ArgumentException($"There is no group '{group}'.", nameof(group));
        var begun = new GroupRecording(runtime.Recorder, status.Read().Groups.First(g => g.Name == group), duration, parts.Time);
        recording = begun.TryBegin() ? begun : null;
        return recording is not null;
    }
}
