using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using MessageLB.Dispatcher.Recording;
using MessageLB.Dispatcher.Status;

namespace MessageLB.Web.Tests.Fakes;

/// <summary>One recording of which the test says what happens; another one is refused while it goes on.</summary>
internal sealed class ScriptedRecordings : IRecordings, IRecording
{
    private readonly Channel<RecordedEvent> _events = Channel.CreateUnbounded<RecordedEvent>();
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan Duration { get; private set; }

    public bool IsOn { get; set; }

    public Task Disposed => _disposed.Task;

    public GroupStatus Group { get; } = Pictures.Group();

    public ChannelReader<RecordedEvent> Events => _events.Reader;

    public TimeSpan Elapsed => Duration;

    public long LeftOut => 4;

    public RecordingEnd End { get; private set; }

    public bool TryStart(string group, TimeSpan duration, [NotNullWhen(true)] out IRecording? recording)
    {
        recording = IsOn ? null : this;
        (IsOn, Duration) = (true, duration);
        return recording is not null;
    }

    public void Happen(RecordedEvent happened) => _events.Writer.TryWrite(happened);

    public void Finish(RecordingEnd end)
    {
        End = end;
        _events.Writer.TryComplete();
    }

    public void Stop() => Finish(RecordingEnd.Stopped);

    public void Dispose() => _disposed.TrySetResult();
}
