using System.Text;
using System.Text.Json;
using MessageLB.Transport;

namespace MessageLB;

/// <summary>
/// A canary: a message of the dispatcher's own that goes through a destination's queue to see whether its worker gets to what is there. The
/// worker answers with the canary's id under <see cref="Names.ProbeKey"/>, acknowledges it, and counts it nowhere. Thread-safe.
/// </summary>
public static class Canary
{
    private const int Version = 1;
    private const int MaxSize = 1024;

    /// <summary>The properties of a canary.</summary>
    /// <param name="id">A name that no other canary has.</param>
    public static MessageProperties Properties(string id) => new()
    {
        ContentType = "application/x-messagelb-probe",
        Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { [HeaderNames.Probe] = id },
    };

    /// <summary>The id of a canary; null if the message is none, or its id is no valid name. An id that is not valid cannot be answered.</summary>
    public static string? Id(MessageProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return HeaderValues.GetText(properties.Headers, HeaderNames.Probe) is { } id && Names.IsValid(id) ? id : null;
    }

    /// <summary>
    /// Whether a delivery is a canary. They come over the default exchange only: a publisher's header of that name is removed at the
    /// hand-over.
    /// </summary>
    public static bool Is(in Delivery delivery) =>
        delivery.Exchange.Length == 0 && delivery.Properties.Headers?.ContainsKey(HeaderNames.Probe) == true;

    /// <summary>The body of the answer.</summary>
    /// <param name="id">The canary's id, a valid name.</param>
    public static ReadOnlyMemory<byte> Answer(string id) => Encoding.UTF8.GetBytes($$"""{"v":{{Version}},"id":"{{id}}"}""");

    /// <summary>Reads an answer; on failure <paramref name="error"/> says what is wrong. Never throws.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> utf8, out string? id, out string? error)
    {
        id = ControlJson.Read<string>(utf8, MaxSize, Version, Build, out error);
        return id is not null;
    }

    private static string? Build(JsonElement json, out string? error)
    {
        var isNamed = ControlJson.TryName(json, "id"u8, out var id);
        error = isNamed ? null : "field 'id' is missing or not a valid name";
        return isNamed ? id : null;
    }
}
