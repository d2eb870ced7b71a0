using System.Text.RegularExpressions;

namespace MessageLB.CommandLine.Terminals;

/// <summary>Keeps passwords off the screen.</summary>
internal static partial class Secrets
{
    /// <summary>Hides what stands between <c>://</c> and the last <c>@</c> of a word; a password may hold any character but a blank.</summary>
    public static string Hide(string text) => Credentials().Replace(text, "://***@");

    [GeneratedRegex(@"://\S*@")]
    private static partial Regex Credentials();
}
