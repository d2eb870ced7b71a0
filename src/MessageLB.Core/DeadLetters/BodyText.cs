using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MessageLB.Core.DeadLetters;

/// <summary>A body for people. Whatever it holds, nothing in the result moves a cursor or hides what follows.</summary>
/// <param name="Form">How it is shown, never <see cref="BodyForm.Auto"/>.</param>
/// <param name="Text">The body, or its beginning.</param>
/// <param name="Bytes">Bytes of it that are shown.</param>
public readonly record struct BodyText(BodyForm Form, string Text, int Bytes)
{
    private const int BytesOfALine = 16;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a body.</summary>
    /// <param name="letter">Whose body.</param>
    /// <param name="form">How; a form that the body has not becomes text or hexadecimal.</param>
    /// <param name="most">Bytes of the body to show, at most.</param>
    public static BodyText Of(DeadLetter letter, BodyForm form, int most)
    {
        ArgumentNullException.ThrowIfNull(letter);
        var isWhole = letter.Body.Length == letter.Size && letter.Size <= most;
        var bytes = letter.Body.Span[..Math.Min(letter.Body.Length, most)];
        if (form == BodyForm.Hex || (letter.Properties.ContentEncoding is { Length: > 0 } && form == BodyForm.Auto)) return Hex(bytes);
        if (form is BodyForm.Json or BodyForm.Auto && isWhole && Json(bytes) is { } json) return new BodyText(BodyForm.Json, json, bytes.Length);
        var text = Decode(isWhole ? bytes : WholeCharacters(bytes));
        return text is null ? Hex(bytes) : new BodyText(BodyForm.Text, text, Encoding.UTF8.GetByteCount(text));
    }

    private static string? Json(ReadOnlySpan<byte> bytes)
    {
        // A number or a word alone is JSON too, but nobody would call it so.
        if (bytes.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..]) return null;
        try
        {
            var reader = new Utf8JsonReader(bytes);
            using var document = JsonDocument.ParseValue(ref reader);
            while (reader.Read())
            {
            }

            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, Indented)) document.WriteTo(writer);
            return Shown(Encoding.UTF8.GetString(output.ToArray()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Shown(Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? Shown(string text) => text.Any(c => HeaderText.IsUnsafe(c) && c is not ('\t' or '\r' or '\n')) ? null : text.ReplaceLineEndings("\n");

    // The cut may be within a character; what is left of it is no error of the body.
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var b = bytes[^back];
            if ((b & 0xC0) == 0x80) continue;
            var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
            return length > back ? bytes[..^back] : bytes;
        }

        return bytes;
    }

    private static BodyText Hex(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length * 5);
        for (var at = 0; at < bytes.Length; at += BytesOfALine)
        {
            var line = bytes.Slice(at, Math.Min(BytesOfALine, bytes.Length - at));
            if (at > 0) text.Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"{at:x8} ");
            for (var i = 0; i < BytesOfALine; i++)
            {
                if (i == BytesOfALine / 2) text.Append(' ');
                if (i < line.Length) text.Append(CultureInfo.InvariantCulture, $" {line[i]:x2}");
                else text.Append("   ");
            }

            text.Append("  |");
            foreach (var b in line) text.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
            text.Append('|');
        }

        return new BodyText(BodyForm.Hex, text.ToString(), bytes.Length);
    }
}
