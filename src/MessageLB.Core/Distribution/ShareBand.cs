namespace MessageLB.Core.Distribution;

/// <summary>Where a share really is, as far as so many messages can tell.</summary>
/// <param name="Low">Lower end. <value>0 to 1.</value></param>
/// <param name="High">Upper end. <value>0 to 1.</value></param>
public readonly record struct ShareBand(double Low, double High)
{
    /// <summary>Standard deviations on each side: outside of it by chance once in a thousand times.</summary>
    public const double Width = 3.29;

    /// <summary>The score interval of Wilson (Probable Inference, JASA 22, 1927), which holds for few messages and for shares near 0 and 1 too.</summary>
    /// <param name="count">Messages that went there. <value>0 to <paramref name="all"/>.</value></param>
    /// <param name="all">All messages. <value>1 or more.</value></param>
    public static ShareBand Of(long count, long all)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(all, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, all);
        var (share, square) = ((double)count / all, Width * Width);
        var middle = share + (square / (2 * all));
        var half = Width * Math.Sqrt((share * (1 - share) / all) + (square / (4.0 * all * all)));
        var scale = 1 + (square / all);
        // Exact where rounding would leave the share itself out.
        return new ShareBand(count == 0 ? 0 : (middle - half) / scale, count == all ? 1 : (middle + half) / scale);
    }

    /// <summary>Whether a share may be the true one.</summary>
    public bool Contains(double share) => share >= Low && share <= High;
}
