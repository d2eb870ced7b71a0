namespace MessageLB.Dispatcher.Probes;

/// <summary>The value of the header that a probe authenticates by, read anew each time, for secrets are replaced while the dispatcher runs. Never shown.</summary>
/// <param name="file">File that holds it; null for none.</param>
/// <param name="variable">Environment variable that holds it; null for none.</param>
internal sealed class ProbeSecret(string? file, string? variable)
{
    private const int MaxLength = 8 * 1024;

    /// <summary>The value; null if there is to be none.</summary>
    /// <exception cref="ProbeRefusedException">It cannot be read, or cannot be sent: nobody is to blame but the configuration.</exception>
    public async ValueTask<string?> ReadAsync(CancellationToken limit)
    {
        if (variable is not null) return Fit(Environment.GetEnvironmentVariable(variable), $"the environment variable {variable}");
        if (file is null) return null;
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProbeRefusedException($"the authorization in {file} cannot be read ({e.GetType().Name})");
        }

        return Fit(text, file);
    }

    private static string Fit(string? text, string where)
    {
        var value = text?.Trim() ?? "";
        if (value.Length == 0) throw new ProbeRefusedException($"there is no authorization in {where}");
        // A line break would begin another header.
        if (value.Length > MaxLength || value.AsSpan().ContainsAnyExceptInRange(' ', '~')) throw new ProbeRefusedException($"what is in {where} is no value of a header");
        return value;
    }
}
