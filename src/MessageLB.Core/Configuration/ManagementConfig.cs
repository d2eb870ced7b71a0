namespace MessageLB.Core.Configuration;

/// <summary>The broker's management API, by which connections of workers that hang are closed. Secrets are never printed: <see cref="ToString"/> leaves them out.</summary>
public sealed record ManagementConfig
{
    /// <summary>Address such as <c>https://host:15671</c>; <c>http</c> only on this machine. Null: nobody's connection is closed.</summary>
    public Uri? Uri { get; init; }

    /// <summary>User; null takes the broker's.</summary>
    public string? Username { get; init; }

    /// <summary>Password; null takes the broker's. Prefer <see cref="PasswordFile"/> or the environment.</summary>
    public string? Password { get; init; }

    /// <summary>File that holds the password; read at every call.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Uri?.GetLeftPart(UriPartial.Path) ?? "none";
}
