using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.Envelopes;

/// <summary>What becomes of messages that were in hold.</summary>
public sealed partial class EnvelopeRewriter
{
    /// <summary>
    /// Whether what is handed over is in hold: the hand-over is transient, for the dispatcher keeps the message, and its <c>expiration</c>
    /// becomes a deadline, for its queue has no place for what expires. Default false.
    /// </summary>
    public bool Holds { get; init; }

    /// <summary>Writes the properties of a message whose attempt failed, for the group's retry queue, as a worker that sends it back does.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="destination">Where it failed.</param>
    /// <param name="error">What went wrong, as <c>kind: text</c>.</param>
    public MessageProperties Failed(in Delivery delivery, string destination, string error)
    {
        WriteSentBack(delivery, destination);
        _headers[HeaderNames.Attempt] = (AttemptWritten() + 1).ToString(CultureInfo.InvariantCulture);
        _headers[HeaderNames.Error] = FailureNotes.Error(error);
        return _output;
    }

    /// <summary>Writes the properties of a message that is not to be handed over any more, for the group's retry queue, which buries it.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="destination">Where it was last.</param>
    /// <param name="crashes">Workers that died with it in hand.</param>
    /// <param name="deadline">When it was no longer needed; null for never.</param>
    public MessageProperties GivenUp(in Delivery delivery, string destination, int crashes, DateTimeOffset? deadline)
    {
        WriteSentBack(delivery, destination);
        if (crashes > 0) _headers[HeaderNames.Crashes] = crashes.ToString(CultureInfo.InvariantCulture);
        if (deadline is { } end) _headers[HeaderNames.Deadline] = WireTime.Write(end);
        return _output;
    }

    /// <summary>Writes the properties of a message that its worker dropped, as a dead letter.</summary>
    /// <param name="delivery">The ingress delivery.</param>
    /// <param name="destination">Where it was dropped.</param>
    /// <param name="error">What went wrong; null for nothing.</param>
    /// <param name="now">Wall clock.</param>
    public MessageProperties Dropped(in Delivery delivery, string destination, string? error, DateTimeOffset now)
    {
        Bury(delivery, DeadReasons.Dropped, now);
        _headers[HeaderNames.Destination] = destination;
        if (error is null) return _output;
        _headers[HeaderNames.LastError] = FailureNotes.Error(error);
        _headers[HeaderNames.Tried] = FailureNotes.Tried(HeaderValues.GetText(_headers, HeaderNames.Tried), destination);
        return _output;
    }

    private void WriteSentBack(in Delivery delivery, string destination)
    {
        SetAside(delivery);
        // Its wait was over when it was handed over.
        _headers.Remove(HeaderNames.Delay);
        _headers[HeaderNames.Destination] = destination;
    }

    private int AttemptWritten() =>
        int.TryParse(HeaderValues.GetText(_headers, HeaderNames.Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 1;

    private void WriteHold(DateTimeOffset now)
    {
        _output.Persistent = false;
        if (_output.Expiration is not { } text) return;
        _output.Expiration = null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var left))
            _headers[HeaderNames.Deadline] = WireTime.Write(now.AddMilliseconds(Math.Min(left, uint.MaxValue)));
    }
}
