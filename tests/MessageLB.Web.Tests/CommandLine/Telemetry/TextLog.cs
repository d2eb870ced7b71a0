using System.Text;
using Microsoft.Extensions.Logging;

namespace MessageLB.Web.Tests.CommandLine.Telemetry;

/// <summary>Keeps the log as text, one line for each event, exceptions included.</summary>
internal sealed class TextLog : ILoggerProvider, ILogger
{
    private readonly StringBuilder _text = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_text) _text.Append(logLevel == LogLevel.Warning ? "warn: " : "").Append(formatter(state, exception)).Append(' ').Append(exception).Append('\n');
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public override string ToString()
    {
        lock (_text) return _text.ToString();
    }

    public void Dispose()
    {
    }
}
