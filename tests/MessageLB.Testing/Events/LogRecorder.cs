using Microsoft.Extensions.Logging;

namespace MessageLB.Testing;

/// <summary>Records what is logged.</summary>
public sealed class LogRecorder : ILoggerFactory, ILogger
{
    private readonly Recorder<LogLine> _lines = new("log lines");

    public IReadOnlyList<LogLine> Lines => _lines.Items;

    public Task<LogLine> FirstAsync(int eventId, CancellationToken cancellationToken) =>
        _lines.FirstAsync(l => l.Id == eventId, $"event {eventId}", cancellationToken);

    public Task<LogLine> FirstAsync(Predicate<LogLine> predicate, CancellationToken cancellationToken) =>
        _lines.FirstAsync(predicate, "the line", cancellationToken);

    public IEnumerable<LogLine> Of(int eventId) => Lines.Where(l => l.Id == eventId);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Add(new LogLine(eventId.Id, logLevel, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
