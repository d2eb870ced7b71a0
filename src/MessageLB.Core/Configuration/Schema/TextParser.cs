namespace MessageLB.Core.Configuration;

/// <summary>Reads a value; on failure the problem says why, to be read behind the quoted text.</summary>
internal delegate bool TextParser<T>(string? text, out T value, out string? problem);
