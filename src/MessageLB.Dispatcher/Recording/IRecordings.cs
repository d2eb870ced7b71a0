using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Dispatcher.Recording;

/// <summary>Records what arrives and how long workers take, for replays. Costs nothing while nobody asks. Thread-safe.</summary>
public interface IRecordings
{
    /// <summary>Longest recording.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Begins a recording; false if the group is being recorded already.</summary>
    /// <param name="group">Name of the group.</param>
    /// <param name="duration">When it ends by itself. <value>Above zero, at most <see cref="Longest"/>.</value></param>
    /// <param name="recording">The recording; whoever asked for it disposes it.</param>
    /// <exception cref="ArgumentException">There is no such group, or the duration is outside its range.</exception>
    bool TryStart(string group, TimeSpan duration, [NotNullWhen(true)] out IRecording? recording);
}
