using System.Globalization;
using MessageLB.Transport;

namespace MessageLB.Core.DeadLetters;

/// <summary>
/// A dead letter as its headers tell it. What the broker made a dead letter has none of ours that say why; its record of deaths
/// (<c>x-death</c>) stands in. Nothing in it is trusted: a header that cannot be read is as one that is absent.
/// </summary>
public sealed record DeadLetter
{
    /// <summary>Reason of a dead letter that says nothing about it.</summary>
    public const string UnknownReason = "unknown";

    /// <summary>One of <see cref="DeadReasons"/>; or the broker's word: <c>rejected</c>, <c>expired</c>, <c>delivery_limit</c>; or <see cref="UnknownReason"/>.</summary>
    public required string Reason { get; init; }

    /// <summary>Kind of the last error, which stands before its first colon; null if there is none.</summary>
    public string? ErrorKind { get; init; }

    /// <summary>The last error without its kind; null if there is none.</summary>
    public string? ErrorText { get; init; }

    /// <summary>The attempt that it was last tried with, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Names of the destinations at which it failed, the latest last.</summary>
    public IReadOnlyList<string> Tried { get; init; } = [];

    /// <summary>Since when it is dead; null if it does not say.</summary>
    public DateTimeOffset? DeadAt { get; init; }

    /// <summary>How often it was replayed.</summary>
    public int Replayed { get; init; }

    /// <summary>The replay that sent it last; null if none did.</summary>
    public string? ReplayRun { get; init; }

    /// <summary>Exchange that the publisher used; null if it is not known.</summary>
    public string? Exchange { get; init; }

    /// <summary>Routing key that the publisher used.</summary>
    public required string RoutingKey { get; init; }

    /// <summary>Id of the message; null if it has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>How often the broker has had it back from somebody who looked at it. Where a delivery limit is in force, it counts against that.</summary>
    public long Returns { get; init; }

    /// <summary>Size of the whole body in bytes.</summary>
    public required int Size { get; init; }

    /// <summary>Its properties, a copy.</summary>
    public required MessageProperties Properties { get; init; }

    /// <summary>The body, or its beginning; a copy.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The last error as a worker writes it, <c>kind: text</c>; null if there is none.</summary>
    public string? Error => ErrorKind is null ? ErrorText : ErrorText is { Length: > 0 } ? $"{ErrorKind}: {ErrorText}" : ErrorKind;

    /// <summary>Reads a dead letter.</summary>
    /// <param name="delivery">From the queue of dead letters.</param>
    /// <param name="mostBody">Bytes of the body to copy, at most.</param>
    public static DeadLetter Of(in Delivery delivery, int mostBody)
    {
        var properties = new MessageProperties();
        properties.CopyFrom(delivery.Properties);
        var headers = properties.Headers;
        var death = DeathRecord.Of(headers);
        var (kind, text) = Split(Text(headers, HeaderNames.LastError));
        return new DeadLetter
        {
            Reason = Text(headers, HeaderNames.DeadReason) ?? death.Reason ?? UnknownReason,
            ErrorKind = kind,
            ErrorText = text,
            Attempt = Math.Max(1, Number(headers, HeaderNames.Attempt)),
            Tried = Text(headers, HeaderNames.Tried)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            DeadAt = Time(Text(headers, HeaderNames.DeadAt)) ?? death.At,
            Replayed = Number(headers, HeaderNames.Replayed),
            ReplayRun = Text(headers, HeaderNames.ReplayRun),
            Exchange = Text(headers, HeaderNames.Exchange) ?? death.Exchange,
            RoutingKey = Text(headers, HeaderNames.RoutingKey) ?? death.RoutingKey ?? delivery.RoutingKey,
            MessageId = properties.MessageId,
            Returns = DeathRecord.Count(headers, "x-delivery-count"),
            Size = delivery.Body.Length,
            Properties = properties,
            Body = delivery.Body[..Math.Min(delivery.Body.Length, mostBody)].ToArray(),
        };
    }

    /// <summary>How often the broker has had a delivery back, without reading the rest of it.</summary>
    public static long ReturnsOf(in Delivery delivery) => DeathRecord.Count(delivery.Properties.Headers, "x-delivery-count");

    // As for the rules of retries: the kind is what stands before the first colon.
    private static (string? Kind, string? Text) Split(string? error)
    {
        if (string.IsNullOrEmpty(error)) return (null, null);
        error = FailureNotes.Error(error);
        var colon = error.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (error[..colon], error[(colon + 1)..].TrimStart()) : (null, error);
    }

    private static int Number(IDictionary<string, object?>? headers, string name) =>
        int.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    private static string? Text(IDictionary<string, object?>? headers, string name) => HeaderValues.GetText(headers, name);
}
