namespace MessageLB.Frames;

/// <summary>What became of an attempt to add a message to a frame.</summary>
public enum FrameAdd
{
    /// <summary>It is in.</summary>
    Added,

    /// <summary>No room; it belongs into the next frame.</summary>
    Full,

    /// <summary>It cannot travel in any frame, because of its size, its <c>expiration</c> or the types of its headers.</summary>
    Unfit,
}
