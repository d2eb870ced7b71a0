namespace MessageLB.CommandLine.Rendering;

/// <summary>Bars of text, an eighth of a letter fine where the terminal has the letters.</summary>
internal static class Bars
{
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    /// <summary>A bar of a width in letters.</summary>
    /// <param name="share">Filled part, 0 to 1.</param>
    /// <param name="width">Letters.</param>
    /// <param name="unicode">Whether block letters are available; otherwise the bar is made of <c>#</c>.</param>
    public static string Draw(double share, int width, bool unicode)
    {
        var clamped = Math.Clamp(share, 0, 1);
        if (!unicode) return new string('#', (int)Math.Round(clamped * width)).PadRight(width, '.');
        var eighths = (int)Math.Round(clamped * width * 8);
        var full = new string('█', eighths / 8);
        var rest = eighths % 8 > 0 ? Eighths[eighths % 8].ToString() : string.Empty;
        return (full + rest).PadRight(width);
    }
}
