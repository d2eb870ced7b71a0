using System.Globalization;
using System.Net;

namespace MessageLB.Simulation;

/// <summary>Text and numbers as HTML and SVG take them.</summary>
internal static class Html
{
    /// <summary>Text that stands for itself between tags and in quoted attributes, whatever it holds.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(string.Concat(text.Select(c => char.IsControl(c) && c is not '\n' and not '\t' ? '\uFFFD' : c)));

    /// <summary>A coordinate.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text cut to a length, for places that do not grow.</summary>
    public static string Short(string text, int length) => Text(text.Length <= length ? text : text[..(length - 1)] + "…");
}
