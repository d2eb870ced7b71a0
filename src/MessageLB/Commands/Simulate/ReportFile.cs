namespace MessageLB.CommandLine.Commands.Simulate;

/// <summary>The file that a report is written to.</summary>
internal static class ReportFile
{
    /// <summary>Tells before the work what would fail after it.</summary>
    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static void CheckWritable(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        if (Directory.Exists(path)) throw new CommandFailedException(ExitCodes.Usage, $"--html: \"{path}\" is a folder.");
        if (!Directory.Exists(folder)) throw new CommandFailedException(ExitCodes.Usage, $"--html: there is no folder \"{Path.GetDirectoryName(path)}\".");
    }

    /// <exception cref="CommandFailedException">The file cannot be written.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"--html: {e.Message}", e);
        }
    }
}
