using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.Retries;

/// <summary>What a delivery from ingress says about its past. Nothing is allocated for a message without headers of ours.</summary>
/// <param name="Kind">How it comes.</param>
/// <param name="Attempt">The attempt that it was last tried with, from 1.</param>
/// <param name="Wait">What is left to wait, with <see cref="ArrivalKind.Early"/>.</param>
/// <param name="Error">What went wrong, with <see cref="ArrivalKind.Failed"/>; null if the worker did not say.</param>
/// <param name="FailedAt">Name of the destination at which it failed, or was last; null if it is not known.</param>
public readonly record struct Arrival(ArrivalKind Kind, int Attempt, TimeSpan Wait, string? Error, string? FailedAt)
{
    /// <summary>Reads it.</summary>
    /// <param name="delivery">From ingress.</param>
    /// <param name="group">Name of the group.</param>
    public static Arrival Of(in Delivery delivery, string group)
    {
        if (delivery.Properties.Headers is not { } headers) return Ready(1);
        // Through the default exchange come those that were handed over before; a publisher may only ask for a delay.
        if (delivery.Exchange.Length > 0) return OrEarly(headers, 1);
        var attempt = AttemptOf(headers);
        var at = HeaderValues.GetText(headers, HeaderNames.Destination);
        if (DeathAtWork(headers, group) is { } death)
        {
            return death switch
            {
                "expired" => new Arrival(ArrivalKind.Expired, attempt, default, null, at),
                "delivery_limit" => new Arrival(ArrivalKind.Lethal, attempt, default, null, at),
                _ => new Arrival(ArrivalKind.Failed, attempt, default, null, at),
            };
        }

        if (HeaderValues.GetText(headers, HeaderNames.Error) is not { } error) return OrEarly(headers, attempt);
        // A worker counts the attempt that is to come.
        return new Arrival(ArrivalKind.Failed, Math.Max(1, attempt - 1), default, FailureNotes.Error(error), at);
    }

    /// <summary>Kind of the error: what stands before the first colon; null if nothing does.</summary>
    public string? ErrorKind => Error is not null && Error.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? Error[..colon] : null;

    private static Arrival Ready(int attempt) => new(ArrivalKind.Ready, attempt, default, null, null);

    private static Arrival OrEarly(IDictionary<string, object?> headers, int attempt)
    {
        if (!headers.ContainsKey(HeaderNames.Delay)) return Ready(attempt);
        var text = HeaderValues.GetText(headers, HeaderNames.Delay);
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)) return Ready(attempt);
        var wait = TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)DelayLadder.Longest.TotalMilliseconds));
        return DelayLadder.Step(wait) is null ? Ready(attempt) : new Arrival(ArrivalKind.Early, attempt, wait, null, null);
    }

    private static int AttemptOf(IDictionary<string, object?> headers) =>
        int.TryParse(HeaderValues.GetText(headers, HeaderNames.Attempt), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) && attempt > 0 ? attempt : 1;

    // The broker notes each death of a message, the latest first. Hand-overs and waits begin with a clean record, so what stands first is what
    // brought the message here: its own group's queue of a destination, or the end of a step of its wait.
    private static string? DeathAtWork(IDictionary<string, object?> headers, string group)
    {
        if (!headers.TryGetValue("x-death", out var value) || value is not IEnumerable<object?> deaths) return null;
        if (deaths.FirstOrDefault() is not IDictionary<string, object?> death) return null;
        var queue = HeaderValues.GetText(death, "queue");
        return queue is not null && queue.StartsWith(Names.WorkQueue(group, ""), StringComparison.Ordinal) ? HeaderValues.GetText(death, "reason") : null;
    }
}
