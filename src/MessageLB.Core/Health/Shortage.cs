using System.Globalization;

namespace MessageLB.Core.Health;

/// <summary>
/// Whether too little of a group is available: below a share, until it is above that share and a margin, so that it does not begin and end
/// with every destination. Envoy then uses everybody, the unhealthy ones too (its panic threshold is 50 %); here messages wait in ingress
/// unless that is asked for, for a queue can wait. One thread.
/// </summary>
/// <param name="threshold">Share below which it begins. <value>0 to 1; 0: never.</value></param>
/// <param name="hysteresis">Margin above the threshold at which it ends. <value>0 to 1.</value></param>
internal sealed class Shortage(double threshold, double hysteresis = Shortage.DefaultHysteresis)
{
    /// <summary>Usual share below which it begins.</summary>
    public const double DefaultThreshold = 0.5;

    /// <summary>Usual margin.</summary>
    public const double DefaultHysteresis = 0.05;

    /// <summary>Whether there is one.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Looks at what a group has; returns the change, if one began or ended.</summary>
    /// <param name="available">Capacity that is available, in any unit.</param>
    /// <param name="whole">Capacity of all destinations, in the same unit. Without any there is no shortage: nobody is missing.</param>
    public ShortageChange? Look(double available, double whole)
    {
        var share = whole > 0 ? available / whole : 1;
        var ends = Math.Min(1, threshold + hysteresis);
        var on = IsOn ? share < ends : share < threshold;
        if (on == IsOn) return null;
        IsOn = on;
        // Rounded down: "50 % is available, less than 50 %" would be no reason.
        var percent = Math.Floor(share * 100);
        var reason = on
            ? string.Create(CultureInfo.InvariantCulture, $"{percent} % is available, less than {threshold * 100:0.##} %")
            : string.Create(CultureInfo.InvariantCulture, $"{percent} % is available, {ends * 100:0.##} % is enough");
        return new ShortageChange(on, share, reason);
    }
}
