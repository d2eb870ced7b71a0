using System.Globalization;
using MessageLB.Core.Hashing;

namespace MessageLB.Core.Alerts;

/// <summary>What an alert is about: there is one alert for each.</summary>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Group">Name of the group; empty for what concerns the dispatcher as a whole.</param>
/// <param name="Destination">Name of the destination; empty for what concerns all of the group.</param>
public readonly record struct AlertKey(string Rule, string Group, string Destination)
{
    /// <summary>
    /// 16 hexadecimal digits that stand for it, the same in every dispatcher and in every version, by which whoever receives alerts of several
    /// dispatchers can tell which are the same.
    /// </summary>
    public string Fingerprint => StableHash.Of(ToString()).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Rule, group and destination; no name holds a slash.</summary>
    public override string ToString() => $"{Rule}/{Group}/{Destination}";
}
