using System.Text;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>The body, from whichever of the three options was given.</summary>
internal static class PublishBody
{
    /// <exception cref="CommandFailedException">More than one was given, or the file cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string? text, string? file, int? size, Terminal terminal, CancellationToken cancellationToken)
    {
        if ((text is null ? 0 : 1) + (file is null ? 0 : 1) + (size is null ? 0 : 1) > 1)
            throw new CommandFailedException(ExitCodes.Usage, "Give one of --body, --body-file and --size.");
        if (text is not null) return Encoding.UTF8.GetBytes(text);
        if (file is not null) return await ReadFileAsync(file, terminal, cancellationToken);
        var random = new byte[size ?? 0];
        new Random(size ?? 0).NextBytes(random);
        return random;
    }

    private static async Task<ReadOnlyMemory<byte>> ReadFileAsync(string file, Terminal terminal, CancellationToken cancellationToken)
    {
        try
        {
            if (file != "-") return await File.ReadAllBytesAsync(file, cancellationToken);
            await using var input = terminal.OpenInput();
            using var bytes = new MemoryStream();
            await input.CopyToAsync(bytes, cancellationToken);
            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"--body-file: {e.Message}", e);
        }
    }
}
