namespace MessageLB.Simulation;

/// <summary>Maps values to places on an axis, evenly or by their logarithm.</summary>
internal sealed class Scale
{
    private readonly double _from;
    private readonly double _to;
    private readonly double _start;
    private readonly double _end;
    private readonly bool _isLog;

    private Scale(double from, double to, double start, double end, bool isLog) =>
        (_from, _to, _start, _end, _isLog) = (from, to, start, end, isLog);

    /// <summary>Values that are worth a line and a label.</summary>
    public required IReadOnlyList<double> Ticks { get; init; }

    /// <summary>An even axis from the lowest to the highest value or a little beyond.</summary>
    public static Scale Linear(double lowest, double highest, double start, double end)
    {
        if (!(highest > lowest)) highest = lowest + 1;
        var step = NiceStep((highest - lowest) / 4);
        var from = Math.Floor((lowest / step) + 1e-9) * step;
        var to = Math.Ceiling((highest / step) - 1e-9) * step;
        var count = (int)Math.Round((to - from) / step);
        return new Scale(from, to, start, end, isLog: false)
        {
            Ticks = [.. Enumerable.Range(0, count + 1).Select(i => Math.Round(from + (i * step), 10))],
        };
    }

    /// <summary>An axis of powers; values must be above zero.</summary>
    public static Scale Logarithmic(double lowest, double highest, double start, double end)
    {
        lowest = Math.Max(lowest, 1e-9);
        highest = Math.Max(highest, lowest * 1.01);
        var all = Enumerable.Range((int)Math.Floor(Math.Log10(lowest)) - 1, (int)Math.Ceiling(Math.Log10(highest / lowest)) + 4)
            .SelectMany(power => new[] { 1.0, 2, 5 }.Select(digit => digit * Math.Pow(10, power)))
            .ToList();
        var from = all.Last(tick => tick <= lowest * 1.000_001);
        var to = all.First(tick => tick >= highest / 1.000_001);
        var ticks = all.Where(tick => tick >= from && tick <= to).ToList();
        if (ticks.Count > 8) ticks = [.. all.Where((tick, i) => i % 3 == 0 && tick >= from && tick <= to)];
        return new Scale(from, to, start, end, isLog: true) { Ticks = ticks };
    }

    /// <summary>The place of a value; values beyond the axis are at its end.</summary>
    public double At(double value)
    {
        var part = _isLog ? Math.Log(Math.Max(value, 1e-12) / _from) / Math.Log(_to / _from) : (value - _from) / (_to - _from);
        return _start + ((_end - _start) * Math.Clamp(part, 0, 1));
    }

    private static double NiceStep(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 } * power;
    }
}
