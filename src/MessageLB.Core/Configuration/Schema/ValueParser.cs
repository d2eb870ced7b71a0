namespace MessageLB.Core.Configuration;

/// <summary>Reads a value; on failure the problem says why.</summary>
internal delegate bool ValueParser<T>(string text, out T value, out Problem problem);
