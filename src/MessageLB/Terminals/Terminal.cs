using System.Text;
using MessageLB.Dispatcher.Configuration;
using Spectre.Console;

namespace MessageLB.CommandLine.Terminals;

/// <summary>
/// What a command sees of the world: where data goes (<see cref="Out"/>), where it talks (<see cref="Error"/>), what it reads,
/// and whether a person looks. Commands use nothing else, so that tests can run them.
/// </summary>
internal sealed record Terminal
{
    private const int WidthOfFiles = 120;

    /// <summary>Data.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Everything that is not data.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard input.</summary>
    public required Func<Stream> OpenInput { get; init; }

    /// <summary>Whether a person looks at <see cref="Out"/>.</summary>
    public bool OutIsInteractive { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>.</summary>
    public bool ErrorIsInteractive { get; init; }

    /// <summary>All environment variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether colours and movement are welcome on <see cref="Out"/>: a person looks and <c>NO_COLOR</c> is not set.</summary>
    public bool OutIsColoured => OutIsInteractive && WantsColour;

    /// <summary>As <see cref="OutIsColoured"/>, for <see cref="Error"/>.</summary>
    public bool ErrorIsColoured => ErrorIsInteractive && WantsColour;

    private bool WantsColour => string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    /// <summary>An environment variable; null if it is not set.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name);

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        // Bars and symbols are written as UTF-8 whatever the locale of a bare container says.
        if (!Console.IsOutputRedirected || !Console.IsErrorRedirected) Console.OutputEncoding = new UTF8Encoding(false);
        return new Terminal
        {
            Out = Console.Out,
            Error = Console.Error,
            OpenInput = Console.OpenStandardInput,
            OutIsInteractive = !Console.IsOutputRedirected,
            ErrorIsInteractive = !Console.IsErrorRedirected,
            Environment = ConfigSources.ReadEnvironment(),
        };
    }

    /// <summary>A console for tables and bars on <see cref="Out"/>, plain where no person looks.</summary>
    public IAnsiConsole CreateConsole()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = OutIsInteractive && Variable("TERM") != "dumb" ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = OutIsColoured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = OutIsInteractive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (!OutIsInteractive) console.Profile.Width = WidthOfFiles;
        return console;
    }
}
