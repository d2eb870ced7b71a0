using System.CommandLine;
using MessageLB.CommandLine.Terminals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace MessageLB.CommandLine.Logging;

/// <summary>How the long-running commands log: one line per event, to standard error, as text or JSON.</summary>
internal sealed class LogOptions
{
    private const string Json = "json";

    private static readonly Dictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["trace"] = LogLevel.Trace,
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["information"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["critical"] = LogLevel.Critical,
        ["none"] = LogLevel.None,
    };

    private readonly Option<LogLevel?> _level = new("--log-level")
    {
        Description = "Least important events to log: trace, debug, info, warning, error, critical, none. Default: info.",
        HelpName = "level",
        CustomParser = static result =>
        {
            var text = result.Tokens[^1].Value;
            if (Levels.TryGetValue(text, out var level)) return level;
            result.AddError($"--log-level: \"{text}\" is no level; write {string.Join(", ", Levels.Keys)}.");
            return null;
        },
    };

    // No switch: of those the parser takes no value but true and false.
    private readonly Option<string?> _format = new("--log-format")
    {
        Description = "text or json. Default: text.",
        HelpName = "format",
        CustomParser = static result =>
        {
            var text = result.Tokens[^1].Value;
            if (text is "text" or Json) return text;
            result.AddError($"--log-format: \"{text}\" is no format; write text or json.");
            return null;
        },
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_level);
        command.Options.Add(_format);
    }

    /// <summary>Sets logging up.</summary>
    public void Apply(ILoggingBuilder logging, ParseResult arguments, Terminal terminal)
    {
        logging.SetMinimumLevel(arguments.GetValue(_level) ?? LogLevel.Information);

        // The frameworks below us tell what they do; of interest is only what goes wrong there, and a failed start is told by us.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        if (arguments.GetValue(_format) == Json) logging.AddJsonConsole(o => (o.UseUtcTimestamp, o.TimestampFormat) = (true, "yyyy-MM-ddTHH:mm:ss.fffZ"));
        else logging.AddSimpleConsole(o => Shape(o, terminal));
    }

    private static void Shape(SimpleConsoleFormatterOptions options, Terminal terminal)
    {
        options.SingleLine = true;
        options.UseUtcTimestamp = true;
        options.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        options.ColorBehavior = terminal.ErrorIsColoured ? LoggerColorBehavior.Enabled : LoggerColorBehavior.Disabled;
    }
}
