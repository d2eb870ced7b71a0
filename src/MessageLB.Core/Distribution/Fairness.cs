namespace MessageLB.Core.Distribution;

/// <summary>How evenly something is shared.</summary>
public static class Fairness
{
    /// <summary>
    /// The index of Jain, Chiu and Hawe (DEC-TR-301, 1984): 1 if all are equal, 1/n if one of n has everything. It does not change with the unit.
    /// </summary>
    /// <param name="values">What each has, 0 or more; here what it got for each message that it should have got.</param>
    /// <returns>1 for none, or if nobody has anything.</returns>
    public static double Jain(IReadOnlyCollection<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
            squares += value * value;
        }

        return squares > 0 ? sum * sum / (values.Count * squares) : 1;
    }
}
