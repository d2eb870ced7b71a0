using System.Threading.Channels;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Dispatcher.Recording;

/// <summary>A recording of one group. One reader; everything else is thread-safe. Disposing ends it.</summary>
public interface IRecording : IDisposable
{
    /// <summary>The group when it began.</summary>
    GroupStatus Group { get; }

    /// <summary>What happens, nearly in the order of time; completes at the end. What comes while it is full is left out, never waited for.</summary>
    ChannelReader<RecordedEvent> Events { get; }

    /// <summary>Time since it began, or until it ended.</summary>
    TimeSpan Elapsed { get; }

    /// <summary>Events left out because the reader was too slow.</summary>
    long LeftOut { get; }

    /// <summary>Why it ended.</summary>
    RecordingEnd End { get; }

    /// <summary>Ends it early.</summary>
    void Stop();
}
