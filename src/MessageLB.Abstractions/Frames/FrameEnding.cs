namespace MessageLB.Frames;

/// <summary>How a delivery ends; of the messages of a frame the greatest decides about the frame.</summary>
internal enum FrameEnding : byte
{
    /// <summary>It has not ended, or there is nothing to say of it yet.</summary>
    None,

    /// <summary>Done.</summary>
    Ack,

    /// <summary>Failed: not to the queue again.</summary>
    Reject,

    /// <summary>Back to the queue.</summary>
    Return,
}
