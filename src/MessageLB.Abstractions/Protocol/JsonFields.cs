using System.Text.Json;

namespace MessageLB;

/// <summary>Reads the value of the field whose name was just read. What is of another kind throws <see cref="JsonException"/>, <see cref="InvalidOperationException"/> or <see cref="FormatException"/>, as the reader does.</summary>
internal static class JsonFields
{
    /// <summary>Begins to read an object; false if it is null instead.</summary>
    public static bool OpenObject(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null) return false;
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("expected an object");
        return true;
    }

    /// <summary>Reads a whole number of 32 bits.</summary>
    public static int Int(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt32();
    }

    /// <summary>The same, or null.</summary>
    public static int? OptionalInt(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetInt32();
    }

    /// <summary>Reads true or false.</summary>
    public static bool Switch(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetBoolean();
    }

    /// <summary>Reads a whole number of 64 bits.</summary>
    public static long Long(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetInt64();
    }

    /// <summary>Reads a number.</summary>
    public static double Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetDouble();
    }

    /// <summary>The same, or null.</summary>
    public static double? OptionalNumber(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? null : json.GetDouble();
    }

    /// <summary>Reads a text, or null.</summary>
    public static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    /// <summary>Reads a time; the default for null.</summary>
    public static DateTimeOffset Time(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? default : json.GetDateTimeOffset();
    }

    /// <summary>Passes over a value of any kind.</summary>
    public static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }
}
