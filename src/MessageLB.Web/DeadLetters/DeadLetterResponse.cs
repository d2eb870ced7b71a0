using System.Text.Json.Serialization;
using MessageLB.Core.DeadLetters;

namespace MessageLB.Web.DeadLetters;

/// <summary>A dead letter.</summary>
/// <param name="MessageId">Id of the message; null if it has none.</param>
/// <param name="Reason">Why it is dead.</param>
/// <param name="ErrorKind">Kind of the last error; null if there is none.</param>
/// <param name="Error">The last error without its kind; null if there is none.</param>
/// <param name="Attempt">The attempt that it was last tried with.</param>
/// <param name="Tried">Destinations at which it failed, the latest last.</param>
/// <param name="DeadAt">Since when; null if it does not say.</param>
/// <param name="Exchange">Exchange that the publisher used; null if it is not known.</param>
/// <param name="RoutingKey">Routing key that the publisher used.</param>
/// <param name="Replayed">How often it was replayed.</param>
/// <param name="Size">Size of the body in bytes.</param>
public sealed record DeadLetterResponse(
    string? MessageId,
    string Reason,
    string? ErrorKind,
    string? Error,
    int Attempt,
    IReadOnlyList<string> Tried,
    DateTimeOffset? DeadAt,
    string? Exchange,
    string RoutingKey,
    int Replayed,
    int Size)
{
    /// <summary>Content type; absent unless the body was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ContentType { get; init; }

    /// <summary>Headers as text; absent unless the body was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The body; absent unless it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeadBodyResponse? Body { get; init; }

    /// <summary>What a list says of a letter.</summary>
    public static DeadLetterResponse From(DeadLetter letter)
    {
        ArgumentNullException.ThrowIfNull(letter);
        return new DeadLetterResponse(
            letter.MessageId, letter.Reason, letter.ErrorKind, letter.ErrorText, letter.Attempt, letter.Tried, letter.DeadAt, letter.Exchange, letter.RoutingKey, letter.Replayed, letter.Size);
    }

    /// <summary>The same with headers and body.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="form">How its body is shown.</param>
    /// <param name="most">Bytes of the body to show, at most.</param>
    public static DeadLetterResponse Whole(DeadLetter letter, BodyForm form, int most) => From(letter) with
    {
        ContentType = letter.Properties.ContentType,
        Headers = (letter.Properties.Headers ?? new Dictionary<string, object?>()).OrderBy(h => h.Key, StringComparer.Ordinal).ToDictionary(h => h.Key, h => HeaderText.Write(h.Value), StringComparer.Ordinal),
        Body = DeadBodyResponse.From(BodyText.Of(letter, form, most)),
    };
}
