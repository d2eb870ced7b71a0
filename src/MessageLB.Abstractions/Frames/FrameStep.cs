namespace MessageLB.Frames;

/// <summary>What to tell the transport about one of its deliveries.</summary>
/// <param name="Tag">The transport's tag.</param>
/// <param name="Ending">How it ends; <see cref="FrameEnding.None"/> if nothing is to be told.</param>
internal readonly record struct FrameStep(ulong Tag, FrameEnding Ending);
