using Microsoft.Extensions.Logging;

namespace MessageLB.Dispatcher.Tests.Worker.Fakes;

/// <summary>One line of a log.</summary>
internal sealed record LogLine(int Id, LogLevel Level, string Text, Exception? Exception);
