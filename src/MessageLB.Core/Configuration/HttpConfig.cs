namespace MessageLB.Core.Configuration;

/// <summary>The HTTP API with health endpoints and metrics.</summary>
public sealed record HttpConfig
{
    /// <summary>Default of <see cref="Listen"/>: loopback only, because the API has no accounts yet.</summary>
    public const string DefaultListen = "127.0.0.1:8080";

    /// <summary>Address and port (see <see cref="ListenAddress"/>); null turns the API off.</summary>
    public string? Listen { get; init; } = DefaultListen;
}
