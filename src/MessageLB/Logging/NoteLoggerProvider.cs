using MessageLB.CommandLine.Terminals;
using Microsoft.Extensions.Logging;

namespace MessageLB.CommandLine.Logging;

/// <summary>
/// Gives warnings and errors to a command whose screen belongs to something else, one line each, without categories and stack
/// traces. Thread-safe if <paramref name="write"/> is.
/// </summary>
/// <param name="write">Takes a note.</param>
internal sealed class NoteLoggerProvider(Action<string> write) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception);
        var cause = exception is null || text.Contains(exception.Message, StringComparison.Ordinal) ? string.Empty : $" ({exception.Message})";
        write(Secrets.Hide(text + cause));
    }

    public void Dispose()
    {
    }
}
