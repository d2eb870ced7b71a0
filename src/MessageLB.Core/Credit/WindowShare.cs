namespace MessageLB.Core.Credit;

/// <summary>
/// What of a destination's window is one dispatcher's when several hand over to it. The window is for all of them together: each has what
/// the others leave, as far as heartbeats tell. These are late, and until they come each would take the whole window; so nobody has more
/// than twice an even share. Pure.
/// </summary>
/// <remarks>
/// Twice, because dispatchers rarely have equal work at the same moment: with a strictly even share workers stand idle beside one
/// dispatcher's full window and another's empty one. All together never have more than twice the window in flight, and one for each
/// dispatcher from rounding up, or two for each where the window is smaller than their number.
/// </remarks>
public static class WindowShare
{
    // One would leave a dispatcher without the choice that makes the difference between workers.
    private const int Least = 2;

    /// <summary>The most that this dispatcher may have in flight at the destination; 1 or more, or it would never hear of a change.</summary>
    /// <param name="window">Window of the destination.</param>
    /// <param name="elsewhere">Messages there that others handed over, as the last heartbeats told.</param>
    /// <param name="dispatchers">Dispatchers that hand over to it, this one included.</param>
    public static int Of(int window, int elsewhere, int dispatchers)
    {
        var twiceItsShare = (int)(((2L * window) + dispatchers - 1) / dispatchers);
        return Math.Max(1, Math.Min(window - elsewhere, Math.Max(Least, twiceItsShare)));
    }
}
