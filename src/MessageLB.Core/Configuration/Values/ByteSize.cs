using System.Diagnostics.CodeAnalysis;

namespace MessageLB.Core.Configuration;

/// <summary>
/// Sizes as people write them: <c>1024</c> bytes, <c>64KB</c> (64,000), <c>16MiB</c> (16 × 1,048,576), <c>1.5GiB</c>. Units are
/// compared without case. A lone <c>K</c>, <c>M</c> or <c>G</c> is refused, because it may mean either. Pure and thread-safe.
/// </summary>
public static class ByteSize
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("TiB", 1L << 40),
        ("GiB", 1L << 30),
        ("MiB", 1L << 20),
        ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000),
        ("GB", 1_000_000_000),
        ("MB", 1_000_000),
        ("KB", 1_000),
        ("B", 1),
    ];

    /// <summary>Reads a size of zero or more bytes.</summary>
    /// <param name="text">What was written; blanks around the parts do not matter.</param>
    /// <param name="bytes">The size in bytes; 0 on failure.</param>
    /// <param name="problem">What is wrong, to be read behind the quoted text; null on success.</param>
    public static bool TryParse(string? text, out long bytes, [NotNullWhen(false)] out string? problem)
    {
        bytes = 0;
        problem = "is not a size: write a number of bytes or one with a unit, such as 1024, 64KB (64,000) or 16MiB";
        var rest = (text ?? "").AsSpan().Trim(' ');
        if (rest.Length > NumberText.MaxLength || !NumberText.TryTake(ref rest, out var number)) return false;
        var unit = UnitOf(rest);
        if (unit == 0) return false;
        if (number > long.MaxValue / unit)
        {
            problem = "is too large";
            return false;
        }

        if (number * unit != decimal.Truncate(number * unit))
        {
            problem = "is not a whole number of bytes";
            return false;
        }

        bytes = (long)(number * unit);
        problem = null;
        return true;
    }

    /// <summary>
    /// The text for a size, exact: in the largest unit that divides it, a binary one if there is one, else in bytes. A negative one
    /// is written too, so that messages can show it.
    /// </summary>
    public static string Format(long bytes)
    {
        foreach (var (name, size) in Units)
        {
            if (bytes > 0 && size > 1 && bytes % size == 0) return $"{NumberText.Format(bytes / size)}{name}";
        }

        return NumberText.Format(bytes);
    }

    private static long UnitOf(ReadOnlySpan<char> unit)
    {
        if (unit.IsEmpty) return 1;
        foreach (var (name, size) in Units)
        {
            if (unit.Equals(name, StringComparison.OrdinalIgnoreCase)) return size;
        }

        return 0;
    }
}
