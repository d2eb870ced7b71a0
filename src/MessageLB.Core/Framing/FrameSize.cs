using MessageLB.Core.Configuration;

namespace MessageLB.Core.Framing;

/// <summary>
/// How many messages may travel to a destination as one. A frame is worth it where messages are short; where they are long it would
/// bind many of them to one destination, and the death of its worker would repeat them.
/// </summary>
internal static class FrameSize
{
    /// <summary>Work of a destination, all its hands together, that a frame holds at most.</summary>
    public static readonly TimeSpan MostWork = TimeSpan.FromMilliseconds(10);

    /// <summary>Most messages in a frame; 1 for no frames.</summary>
    /// <param name="announced">What the destination's workers take.</param>
    /// <param name="group">The group's configuration.</param>
    /// <param name="concurrency">Messages handled at the same time.</param>
    /// <param name="serviceSeconds">Measured service time of a message; 0 while there is none.</param>
    public static int Of(int announced, GroupConfig group, int concurrency, double serviceSeconds)
    {
        if (announced <= 1 || !group.Frames || serviceSeconds <= 0) return 1;
        var worth = MostWork.TotalSeconds * Math.Max(1, concurrency) / serviceSeconds;
        return (int)Math.Max(1, Math.Min(Math.Min(announced, group.FrameMax), worth));
    }
}
