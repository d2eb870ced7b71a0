namespace MessageLB.RabbitMq;

/// <summary>The address, taken apart once; its text is safe to show.</summary>
internal sealed class BrokerAddress
{
    private const string SecureScheme = "amqps";

    public BrokerAddress(RabbitMqOptions options)
    {
        var uri = options.Uri;
        if (!uri.IsAbsoluteUri || uri.Scheme is not ("amqp" or SecureScheme) || uri.Host.Length == 0)
            throw new ArgumentException("The broker's address must look like amqp://host:port/vhost or amqps://host:port/vhost.", nameof(options));
        IsSecure = uri.Scheme == SecureScheme;
        var path = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        VirtualHost = path.Length == 0 ? "/" : path;
        var login = uri.UserInfo.Split(':', 2);
        if (login[0].Length > 0) Username = Uri.UnescapeDataString(login[0]);
        if (login.Length == 2) Password = Uri.UnescapeDataString(login[1]);
        Hosts = [ToHost(uri), .. options.Hosts.Select(Parse)];
    }

    public bool IsSecure { get; }

    public string VirtualHost { get; }

    public string? Username { get; }

    public string? Password { get; }

    public IReadOnlyList<BrokerHost> Hosts { get; }

    /// <summary>One host's address without credentials.</summary>
    public string Of(BrokerHost host) => Write(host.ToString());

    /// <summary>The address with all hosts, as <see cref="RabbitMqOptions.Hosts"/> has them.</summary>
    public override string ToString() => Write(string.Join(',', Hosts));

    private string Write(string hosts) =>
        $"{(IsSecure ? SecureScheme : "amqp")}://{hosts}/{(VirtualHost == "/" ? "" : Uri.EscapeDataString(VirtualHost))}";

    private BrokerHost Parse(string text) =>
        Uri.TryCreate($"amqp://{text}", UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.AbsolutePath is "" or "/"
            ? ToHost(uri!)
            : throw new ArgumentException($"'{text}' is not a host; write host or host:port.", nameof(text));

    private BrokerHost ToHost(Uri uri) => new(uri.Host, uri.Port > 0 ? uri.Port : IsSecure ? 5671 : 5672);
}
