namespace MessageLB.Dispatcher.Recording;

/// <summary>Why a recording ended.</summary>
public enum RecordingEnd
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>Its time was over.</summary>
    Time,

    /// <summary>It holds as many events as it may.</summary>
    Limit,

    /// <summary>It was stopped.</summary>
    Stopped,
}
