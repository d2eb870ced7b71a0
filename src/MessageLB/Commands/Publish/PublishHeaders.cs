namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Headers as <c>name=value</c>.</summary>
internal static class PublishHeaders
{
    /// <exception cref="CommandFailedException">One has no name or stands twice.</exception>
    public static IReadOnlyDictionary<string, string> Parse(IEnumerable<string> written)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in written)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw new CommandFailedException(ExitCodes.Usage, $"--header: \"{text}\" has no name: write name=value.");
            if (!headers.TryAdd(text[..equals], text[(equals + 1)..])) throw new CommandFailedException(ExitCodes.Usage, $"--header: '{text[..equals]}' is given twice.");
        }

        return headers;
    }
}
