namespace MessageLB.Core.Framing;

/// <summary>
/// How many messages in a row a destination gets, once a policy that goes by load has chosen it. In a large group each message would go to
/// another one, and hardly two of those in hand would share a frame; where they are so short that the whole series is done within a
/// millisecond, it makes no difference to anybody whose turn it is in between.
/// </summary>
internal static class SeriesLength
{
    /// <summary>Work of a destination, all its hands together, that a series brings at most.</summary>
    public static readonly TimeSpan MostWork = TimeSpan.FromMilliseconds(1);

    // What is in hand fills the frames of this many destinations by itself.
    private const int FewDestinations = 16;

    /// <summary>Most messages in a row for a destination, whatever the group's size; 1 for no series.</summary>
    /// <param name="frameSize">Most messages in a frame to it.</param>
    /// <param name="concurrency">Messages handled at the same time.</param>
    /// <param name="serviceSeconds">Measured service time of a message; 0 while there is none.</param>
    public static int Of(int frameSize, int concurrency, double serviceSeconds) =>
        frameSize <= 1 || serviceSeconds <= 0 ? 1 : (int)Math.Clamp(MostWork.TotalSeconds * Math.Max(1, concurrency) / serviceSeconds, 1, frameSize);

    /// <summary>The same in a group.</summary>
    /// <param name="most">From <see cref="Of"/>.</param>
    /// <param name="destinations">Destinations that the policy chooses from.</param>
    public static int InGroup(int most, int destinations) => Math.Clamp(destinations / FewDestinations, 1, most);
}
