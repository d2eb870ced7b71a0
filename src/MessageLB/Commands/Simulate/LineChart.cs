using Spectre.Console;
using Spectre.Console.Rendering;

namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>Lines over an axis in letters: braille dots between the values, and at each value the letter of its line.</summary>
/// <param name="values">Places on the axis, at equal distances.</param>
/// <param name="label">Writes a place.</param>
/// <param name="unicode">Whether braille is available; otherwise only the letters are drawn.</param>
internal sealed class LineChart(IEnumerable<double> values, Func<double, string> label, bool unicode)
{
    private const int Width = 64;
    private const int Height = 14;
    private const int DotsAcross = 2;
    private const int DotsDown = 4;

    // Bits of a braille letter by column and row of its dots.
    private static readonly int[,] Bits = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    private readonly double[] _values = [.. values];
    private readonly List<(string Colour, double[] Points)> _lines = [];

    /// <summary>Adds a line with one point for each place.</summary>
    public void Add(string colour, IEnumerable<double> points) => _lines.Add((colour, [.. points]));

    /// <summary>The letter of a line.</summary>
    public static char Letter(int line) => (char)('A' + (line % 26));

    public IRenderable Draw()
    {
        var finite = _lines.SelectMany(line => line.Points).Where(double.IsFinite).DefaultIfEmpty(1).ToList();
        var (lowest, highest) = (finite.Min(), finite.Max());
        var margin = Math.Max((highest - lowest) * 0.05, 0.02);
        (lowest, highest) = (Math.Max(0, lowest - margin), highest + margin);
        var cells = new (int Dots, char Letter, string Colour)[Height, Width];
        for (var i = 0; i < _lines.Count; i++) DrawLine(cells, i, lowest, highest);
        var rows = Enumerable.Range(0, Height).Select(row => (IRenderable)new Markup(AxisLabel(row, lowest, highest) + Row(cells, row))).ToList();
        rows.Add(new Markup("[grey]     └" + new string('─', Width) + "[/]"));
        rows.Add(new Text("      " + Places()));
        return new Rows(rows);
    }

    private static string AxisLabel(int row, double lowest, double highest)
    {
        var value = highest - ((highest - lowest) * row / (Height - 1));
        var text = row % 4 == 0 || row == Height - 1 ? value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : string.Empty;
        return $"[grey]{text.PadLeft(5)}│[/]";
    }

    private static string Row((int Dots, char Letter, string Colour)[,] cells, int row) => string.Concat(Enumerable.Range(0, Width).Select(column =>
    {
        var (dots, letter, colour) = cells[row, column];
        if (letter != default) return $"[bold {colour}]{letter}[/]";
        return dots == 0 ? " " : $"[{colour}]{(char)(0x2800 + dots)}[/]";
    }));

    private void DrawLine((int Dots, char Letter, string Colour)[,] cells, int line, double lowest, double highest)
    {
        var (colour, points) = _lines[line];
        for (var i = 0; i + 1 < points.Length && unicode; i++)
        {
            if (!double.IsFinite(points[i]) || !double.IsFinite(points[i + 1])) continue;
            var (from, to) = (Across(i), Across(i + 1));
            for (var x = from; x <= to; x++)
            {
                var between = from == to ? 0 : (double)(x - from) / (to - from);
                var y = Down(points[i] + ((points[i + 1] - points[i]) * between), lowest, highest);
                ref var cell = ref cells[y / DotsDown, x / DotsAcross];
                cell = (cell.Dots | Bits[x % DotsAcross, y % DotsDown], cell.Letter, colour);
            }
        }

        for (var i = 0; i < points.Length; i++)
        {
            if (!double.IsFinite(points[i])) continue;
            cells[Down(points[i], lowest, highest) / DotsDown, Across(i) / DotsAcross] = (0, Letter(line), colour);
        }
    }

    private int Across(int place) => _values.Length < 2 ? 0 : place * ((Width * DotsAcross) - 1) / (_values.Length - 1);

    private static int Down(double value, double lowest, double highest)
    {
        const int last = (Height * DotsDown) - 1;
        return Math.Clamp((int)Math.Round((highest - value) / (highest - lowest) * last), 0, last);
    }

    /// <summary>The places below the axis, as far as there is room.</summary>
    private string Places()
    {
        var text = new char[Width + 12];
        Array.Fill(text, ' ');
        var free = 0;
        for (var i = 0; i < _values.Length; i++)
        {
            var word = label(_values[i]);
            var start = Math.Max(0, (Across(i) / DotsAcross) - (word.Length / 2));
            if (start < free || start + word.Length > text.Length) continue;
            word.CopyTo(0, text, start, word.Length);
            free = start + word.Length + 1;
        }

        return new string(text).TrimEnd();
    }
}
