using System.CommandLine;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Options;

/// <summary>The address of a dispatcher's HTTP API, from the command line, the environment, or the default.</summary>
internal static class HttpAddress
{
    /// <summary>Where <c>messagelb run</c> listens when nothing else is said.</summary>
    public const string Default = "http://127.0.0.1:8080";

    /// <summary>Stands in for the option.</summary>
    public const string Variable = "MESSAGELB_URL";

    public static Option<string?> CreateOption(string name, string description) => new(name)
    {
        Description = $"{description} Default: {Variable} in the environment, else {Default}.",
        HelpName = "url",
    };

    /// <summary>The address, with a slash at the end, so that paths can be put behind it.</summary>
    /// <exception cref="CommandFailedException">It is not an HTTP address.</exception>
    public static Uri Read(string? given, Terminal terminal)
    {
        var text = given ?? terminal.Variable(Variable) ?? Default;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") return new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
        throw new CommandFailedException(ExitCodes.Usage, $"\"{text}\" is not an HTTP address: write one such as {Default}.");
    }
}
