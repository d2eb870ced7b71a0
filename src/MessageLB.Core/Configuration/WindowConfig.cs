namespace MessageLB.Core.Configuration;

/// <summary>How large the window of a destination is.</summary>
/// <param name="Mode">Who decides.</param>
/// <param name="Value">
/// <see cref="WindowMode.Fixed"/>: the window. <see cref="WindowMode.Concurrency"/>: what is added to the concurrency. Else 0.
/// </param>
public readonly record struct WindowConfig(WindowMode Mode, int Value)
{
    /// <summary>Largest window.</summary>
    public const int Largest = 100_000;

    /// <summary>Concurrency plus what the control loop's round trip needs.</summary>
    public static WindowConfig Auto { get; } = new(WindowMode.Auto, 0);

    /// <summary>Always <paramref name="window"/>.</summary>
    public static WindowConfig Fixed(int window) => new(WindowMode.Fixed, window);

    /// <summary>The worker's concurrency plus <paramref name="extra"/>.</summary>
    public static WindowConfig Concurrency(int extra) => new(WindowMode.Concurrency, extra);

    /// <summary>As written in configuration: <c>auto</c>, <c>16</c>, <c>concurrency+1</c>.</summary>
    public override string ToString() => Mode switch
    {
        WindowMode.Fixed => Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        WindowMode.Concurrency => $"concurrency+{Value}",
        _ => "auto",
    };
}
