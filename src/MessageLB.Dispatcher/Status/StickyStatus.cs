namespace MessageLB.Dispatcher.Status;

/// <summary>Sticky destinations of a group.</summary>
/// <param name="Keys">Keys remembered.</param>
/// <param name="Learned">Messages whose key was new.</param>
/// <param name="Hits">Messages that went to the destination of their key.</param>
/// <param name="Moved">Messages whose key moved to another destination, because its own takes no messages.</param>
/// <param name="Elsewhere">Messages that went elsewhere for want of credit, while their key stayed.</param>
/// <param name="Waits">Messages that waited for the destination of their key.</param>
public sealed record StickyStatus(int Keys, long Learned, long Hits, long Moved, long Elsewhere, long Waits);
