using System.Threading.Channels;
using MessageLB.Core.Alerts;

namespace MessageLB.Dispatcher.Alerting.Events;

/// <summary>
/// Notices on their way to the exchange <c>messagelb.events</c>: they wait here while there is no session. Bounded: when it is full, the oldest gives way.
/// Thread-safe.
/// </summary>
internal sealed class EventQueue(NoticeText text, AlertSettings settings) : IAlertSink
{
    private const int Most = 1000;

    private readonly Channel<AlertEvent> _events = Channel.CreateBounded<AlertEvent>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>What waits. One reader at a time.</summary>
    public ChannelReader<AlertEvent> Reader => _events.Reader;

    /// <summary>Whether alerts are to be published.</summary>
    public bool IsOn => settings.Config.Events;

    public void Post(AlertNotice notice)
    {
        if (!IsOn) return;
        var (id, body) = text.Write(notice);
        _events.Writer.TryWrite(new AlertEvent(id, Names.AlertKey(NoticeText.Word(notice.Kind), notice.Group), body));
    }
}
