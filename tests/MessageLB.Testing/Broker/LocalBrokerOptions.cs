namespace MessageLB.Testing;

/// <summary>What a test wants of its own broker.</summary>
public sealed record LocalBrokerOptions
{
    /// <summary>Lines for <c>rabbitmq.conf</c>, after those that the fixture writes itself.</summary>
    public IReadOnlyList<string> Configuration { get; init; } = [];

    /// <summary>Plugins to enable, such as <c>rabbitmq_management</c>.</summary>
    public IReadOnlyList<string> Plugins { get; init; } = [];

    /// <summary>Starts a private server even if <see cref="LocalBroker.AddressVariable"/> names a broker.</summary>
    public bool Private { get; init; }

    /// <summary>Most time from start to readiness.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(2);
}
