namespace MessageLB.Core.Configuration;

/// <summary>Headers for a collector as they are written: <c>name=value</c>, with commas between them.</summary>
public static class OtlpHeaders
{
    /// <summary>What is wrong with a text that <see cref="AreValid"/> refuses, to be read behind the place where it stands.</summary>
    public const string Rule = "must be name=value, with commas between several; a comma or a % in a value is written %2C or %25";

    /// <summary>Whether a text is such headers. An empty text is none.</summary>
    /// <param name="text">The text.</param>
    public static bool AreValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(',').All(static part => part.IndexOf('=', StringComparison.Ordinal) is var at && at > 0 && part.AsSpan(0, at).Trim().IndexOfAnyExceptInRange('!', '~') < 0 && !part.AsSpan().ContainsAny('\r', '\n'));
    }
}
