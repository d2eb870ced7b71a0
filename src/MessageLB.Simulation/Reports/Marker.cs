namespace MessageLB.Simulation;

/// <summary>Marks by which lines are told apart where colours are not seen.</summary>
internal static class Marker
{
    /// <summary>The mark of a number with its middle at a place.</summary>
    public static string Draw(int number, double x, double y, string style)
    {
        var (at, r) = ($"translate({Html.Number(x)} {Html.Number(y)})", "3.6");
        return (number % 5) switch
        {
            0 => $"<circle class=\"{style} m\" transform=\"{at}\" r=\"{r}\"/>",
            1 => $"<rect class=\"{style} m\" transform=\"{at}\" x=\"-3.3\" y=\"-3.3\" width=\"6.6\" height=\"6.6\"/>",
            2 => $"<path class=\"{style} m\" transform=\"{at}\" d=\"M0-4.4 4.2 3.3-4.2 3.3Z\"/>",
            3 => $"<path class=\"{style} m\" transform=\"{at}\" d=\"M0-4.8 4.8 0 0 4.8-4.8 0Z\"/>",
            _ => $"<path class=\"{style} m\" transform=\"{at}\" d=\"M0 4.4 4.2-3.3-4.2-3.3Z\"/>",
        };
    }

    /// <summary>The mark with a piece of line, for a legend.</summary>
    public static string Sample(int number, string style) =>
        $"<svg class=\"key\" viewBox=\"0 0 26 12\" aria-hidden=\"true\"><path class=\"{style} l\" d=\"M1 6H25\"/>{Draw(number, 13, 6, style)}</svg>";
}
