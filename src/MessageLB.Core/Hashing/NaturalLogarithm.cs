namespace MessageLB.Core.Hashing;

/// <summary>
/// A logarithm of nothing but additions, multiplications and divisions of doubles, which every processor rounds alike: the library's
/// differs in the last digits from platform to platform, and two dispatchers would choose two destinations for one key.
/// </summary>
internal static class NaturalLogarithm
{
    private const double OfTwo = 0.69314718055994530942;
    private const int Mantissa = 52;
    private const int Bias = 1023;

    /// <summary>
    /// -ln(1 - <paramref name="part"/>) for a part above 0 and below 1, within a ten-millionth of its value, and never less than the part:
    /// what is smaller by that bound is smaller for certain.
    /// </summary>
    public static double OfTheRest(double part)
    {
        // ln((1 + s) ÷ (1 - s)) = 2 (s + s³/3 + s⁵/5 …), and s is never above 1/3.
        if (part <= 0.5) return Math.Max(part, Series(part / (2 - part)));
        var bits = BitConverter.DoubleToInt64Bits(1 - part);
        var exponent = (int)(bits >> Mantissa) - Bias;
        var mantissa = BitConverter.Int64BitsToDouble((bits & ((1L << Mantissa) - 1)) | ((long)Bias << Mantissa));
        return Math.Max(part, (-exponent * OfTwo) - Series((mantissa - 1) / (mantissa + 1)));
    }

    private static double Series(double s)
    {
        var square = s * s;
        var sum = 1.0 / 13;
        sum = (sum * square) + (1.0 / 11);
        sum = (sum * square) + (1.0 / 9);
        sum = (sum * square) + (1.0 / 7);
        sum = (sum * square) + (1.0 / 5);
        sum = (sum * square) + (1.0 / 3);
        return 2 * s * ((sum * square) + 1);
    }
}
