using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using MessageLB.CommandLine.Commands;
using MessageLB.CommandLine.Commands.Bench.Throughput;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Terminals;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine;

/// <summary>Runs one command line: parses, executes, and turns whatever goes wrong into one message and an exit code.</summary>
internal sealed class CommandLineApp(Terminal terminal)
{
    private static readonly ParserConfiguration Parser = new()
    {
        // "@name" is an ordinary value here, for example of --body, and never a file of arguments.
        ResponseFileTokenReplacer = null,
    };

    /// <summary>What <c>bench throughput</c> measures. Default: what is in this program.</summary>
    public IReadOnlyList<IThroughputShape> Shapes { get; init; } = ThroughputShapes.BuiltIn;

    /// <summary>Runs the command line and returns one of <see cref="ExitCodes"/>.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="stop">Asks the command for a graceful end.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var parsed = new MessageLBRootCommand(terminal, Shapes).Parse(arguments, Parser);
        if (parsed.Action is ParseErrorAction) return Refuse(parsed, arguments);
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Out,
            Error = terminal.Error,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Fail(ExitCodes.Interrupted, "interrupted");
        }
        catch (MessageLBException e)
        {
            return Fail(ExitCodeOf(e), e.Message);
        }
        catch (Exception e)
        {
            return Report(e);
        }
    }

    private static int ExitCodeOf(MessageLBException exception) => exception switch
    {
        CommandFailedException failed => failed.ExitCode,
        MessageLBConfigurationException or TopologyMismatchException => ExitCodes.Configuration,
        MessageTooLargeException => ExitCodes.Data,
        _ => ExitCodes.Unavailable,
    };

    /// <summary>Says what is wrong with the command line, what was probably meant, and where to read more.</summary>
    private int Refuse(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            new MessageLBRootCommand(terminal, Shapes).Parse("--help").Invoke(new InvocationConfiguration { Output = terminal.Error, Error = terminal.Error });
            return ExitCodes.Usage;
        }

        foreach (var line in UsageErrors.Describe(parsed)) terminal.Error.WriteLine($"messagelb: {Secrets.Hide(line)}");
        terminal.Error.WriteLine($"Try 'messagelb{PathOf(parsed.CommandResult)} --help'.");
        return ExitCodes.Usage;
    }

    /// <summary>The words that lead to a command, each behind a blank; nothing for the whole.</summary>
    private static string PathOf(CommandResult? command) =>
        command is null or { Command: RootCommand } ? string.Empty : $"{PathOf(command.Parent as CommandResult)} {command.Command.Name}";

    private int Fail(int exitCode, string message)
    {
        terminal.Error.WriteLine($"messagelb: {Secrets.Hide(message)}");
        return exitCode;
    }

    /// <summary>A fault of ours: short for the user, whole for whoever asks for it.</summary>
    private int Report(Exception exception)
    {
        terminal.Error.WriteLine($"messagelb: this should not have happened: {exception.GetType().Name}: {Secrets.Hide(exception.Message)}");
        if (string.IsNullOrEmpty(terminal.Variable("MESSAGELB_DEBUG")))
        {
            terminal.Error.WriteLine($"Please report it with the version ({VersionAction.Version}) and what you see when you run it again with MESSAGELB_DEBUG=1.");
        }
        else
        {
            terminal.Error.WriteLine(Secrets.Hide(exception.ToString()));
        }

        return ExitCodes.Software;
    }
}
