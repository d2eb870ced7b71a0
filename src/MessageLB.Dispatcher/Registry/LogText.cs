namespace MessageLB.Dispatcher.Registry;

/// <summary>Text from outside, for log lines.</summary>
internal static class LogText
{
    private const int Longest = 160;

    /// <summary>The text without control characters, which would let it forge log lines, and not too long.</summary>
    public static string Printable(string text) => string.Concat(text.Take(Longest).Select(c => char.IsControl(c) ? '?' : c));
}
