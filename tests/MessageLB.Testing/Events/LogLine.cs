using Microsoft.Extensions.Logging;

namespace MessageLB.Testing;

/// <summary>One line of a log.</summary>
public sealed record LogLine(int Id, LogLevel Level, string Text, Exception? Exception);
