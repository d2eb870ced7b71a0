using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.Retries;

/// <summary>
/// Counts the workers that died with a message in hand, one after the other: it may be what kills them. What it does not tell is which of
/// several messages it was, so those that were in the same hands are counted too. A result, good or bad, ends the count. Pure.
/// </summary>
public static class Crashes
{
    /// <summary>How many so far.</summary>
    public static int Of(IDictionary<string, object?>? headers) =>
        headers is not null && headers.ContainsKey(HeaderNames.Crashes)
        && int.TryParse(HeaderValues.GetText(headers, HeaderNames.Crashes), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : 0;

    /// <summary>Whether a message that was in the hands of a dead worker is not to be handed to another one.</summary>
    /// <param name="delivery">From the queue of a destination whose worker died.</param>
    /// <param name="after">The group's <c>retry.quarantine_after</c>; 0 for never.</param>
    public static bool AreTooMany(in Delivery delivery, int after) => after > 0 && delivery.Redelivered && Of(delivery.Properties.Headers) + 1 >= after;
}
