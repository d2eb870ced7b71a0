using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MessageLB.CommandLine.Commands.Worker;

/// <summary>
/// Writes header values as JSON. Bytes that are UTF-8 are text, because AMQP does not tell one from the other; other bytes
/// become <c>{"base64":"…"}</c>.
/// </summary>
internal static class FieldJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            case string text: json.WriteStringValue(text); break;
            case byte[] bytes: WriteBytes(json, bytes); break;
            case double or float: WriteNumber(json, Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case decimal number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            case sbyte or byte or short or ushort or int or uint or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: json.WriteStringValue(time); break;
            case IEnumerable<KeyValuePair<string, object?>> table: WriteTable(json, table); break;
            case IEnumerable list: WriteList(json, list); break;
            default: json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture)); break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteStringValue(number.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteBytes(Utf8JsonWriter json, byte[] bytes)
    {
        string text;
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            json.WriteStartObject();
            json.WriteBase64String("base64", bytes);
            json.WriteEndObject();
            return;
        }

        json.WriteStringValue(text);
    }

    private static void WriteTable(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> table)
    {
        json.WriteStartObject();
        foreach (var (name, value) in table)
        {
            json.WritePropertyName(name);
            Write(json, value);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (var value in list) Write(json, value);
        json.WriteEndArray();
    }
}
