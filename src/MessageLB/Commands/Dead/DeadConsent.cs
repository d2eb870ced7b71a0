using System.Text;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Dead;

/// <summary>Asks a person before something is done that cannot be undone.</summary>
internal static class DeadConsent
{
    /// <summary>Whether the person says yes.</summary>
    /// <param name="terminal">Where the person is.</param>
    /// <param name="question">The question, without its mark.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="CommandFailedException">There is nobody to ask.</exception>
    public static async Task<bool> AskAsync(Terminal terminal, string question, CancellationToken stop)
    {
        if (!terminal.ErrorIsInteractive) throw new CommandFailedException(ExitCodes.Usage, $"{question}? Nobody can be asked here: say --yes, or look first with --dry-run.");
        await terminal.Error.WriteAsync($"{question}? [y/N] ");
        using var reader = new StreamReader(terminal.OpenInput(), Encoding.UTF8);
        var answer = await reader.ReadLineAsync(stop);
        return answer?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>What the question is about: all of them, or those that a filter means.</summary>
    public static string Subject(string group, long total, bool isAll) =>
        isAll ? $"all {Figures.Count(total)} dead letters of group {group}" : $"those of the {Figures.Count(total)} dead letters of group {group} that are meant";
}
