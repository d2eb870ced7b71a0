namespace MessageLB.Simulation;

/// <summary>Arrivals as they are written.</summary>
internal sealed record ArrivalDraft
{
    public ArrivalKind Kind { get; init; } = ArrivalKind.Poisson;

    public double? Rate { get; init; }

    public double? Load { get; init; }

    public TimeSpan On { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan Off { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>File with recorded arrivals.</summary>
    public string? Trace { get; init; }

    public ArrivalConfig Complete(IReadOnlyList<TraceArrival> trace) => new()
    {
        Kind = Kind,
        Rate = Rate,
        Load = Load,
        On = On,
        Off = Off,
        Trace = trace,
    };
}
