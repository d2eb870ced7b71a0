namespace MessageLB.RabbitMq;

/// <summary>Gives the credentials for one connect, fresh each time.</summary>
internal sealed class CredentialSource(RabbitMqOptions options, BrokerAddress address)
{
    private const string Default = "guest";

    public async ValueTask<RabbitMqCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (options.Credentials is { } callback) return await callback(cancellationToken);
        var password = options.PasswordFile is { } file
            ? await ReadAsync(file, cancellationToken)
            : options.Password ?? address.Password ?? Default;
        return new RabbitMqCredentials(options.Username ?? address.Username ?? Default, password);
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            // Editors and 'echo' leave a line end that is not part of the password.
            return (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MessageLBException($"Cannot read the password file '{file}': {e.Message}", e);
        }
    }
}
