namespace MessageLB.Dispatcher.Alerting.Webhooks;

/// <summary>The secret that notices are signed with, read anew for each, for secrets are replaced while the dispatcher runs. Never shown.</summary>
/// <param name="file">File that holds it; null for none.</param>
/// <param name="variable">Environment variable that holds it; null for none.</param>
internal sealed class WebhookSecret(string? file, string? variable)
{
    private const int MaxLength = 8 * 1024;
    private const int LeastLength = 16;

    /// <summary>The secret, without blanks around it; null if there is to be none.</summary>
    /// <param name="limit">Gives up.</param>
    /// <returns>The secret, or why it cannot be had.</returns>
    public async ValueTask<(string? Secret, string? Problem)> ReadAsync(CancellationToken limit)
    {
        if (variable is not null) return Fit(Environment.GetEnvironmentVariable(variable), $"the environment variable {variable}");
        if (file is null) return default;
        try
        {
            return Fit(await File.ReadAllTextAsync(file, limit), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the secret in {file} cannot be read ({e.GetType().Name})");
        }
    }

    private static (string? Secret, string? Problem) Fit(string? text, string where)
    {
        var value = text?.Trim() ?? "";
        if (value.Length == 0) return (null, $"there is no secret in {where}");
        return value.Length is < LeastLength or > MaxLength ? (null, $"the secret in {where} must have {LeastLength} to {MaxLength} characters") : (value, null);
    }
}
