namespace MessageLB.RabbitMq;

/// <summary>Where RabbitMQ's management API is and who asks.</summary>
public sealed record RabbitMqManagementOptions
{
    /// <summary>Address such as <c>https://host:15671</c>; a path before <c>/api</c> is kept.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Virtual host of the connections.</summary>
    public required string VirtualHost { get; init; }

    /// <summary>
    /// User. To close connections of its own name the tag <c>management</c> is enough, to close those of others it takes
    /// <c>administrator</c>.
    /// </summary>
    public required string Username { get; init; }

    /// <summary>Gives the password, at every call.</summary>
    public required Func<CancellationToken, ValueTask<string>> Password { get; init; }

    /// <summary>Most time for one call. <value>Default 5 s.</value></summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Largest answer in bytes. <value>Default 16 MiB, some ten thousand connections.</value></summary>
    public int MaxAnswerSize { get; init; } = 16 << 20;
}
