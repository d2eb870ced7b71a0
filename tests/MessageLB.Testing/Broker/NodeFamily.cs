namespace MessageLB.Testing;

/// <summary>What nodes share that may talk to each other, and no other node of this machine: a port mapper and a secret.</summary>
internal sealed class NodeFamily : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-mapper-").FullName;
    private readonly int _mapperPort = FreePorts.Next();
    private GuardedProcess? _mapper;

    /// <summary>Where the programs are.</summary>
    public RabbitMqInstallation Installation { get; } = RabbitMqInstallation.Find();

    /// <summary>The secret, Erlang's "cookie".</summary>
    public string Cookie { get; } = Guid.NewGuid().ToString("N");

    /// <summary>What each program of the family has in its environment.</summary>
    public Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
        ["LANG"] = "C.UTF-8",
        ["ERL_EPMD_PORT"] = $"{_mapperPort}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    /// <summary>Starts the port mapper. A node would start one as a daemon that outlives it; in the foreground it is ours to end.</summary>
    public async Task StartAsync() =>
        _mapper = await GuardedProcess.StartAsync(Installation.PortMapper, [], Environment(), Path.Combine(_folder, "errors.log"));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_mapper is not null) await _mapper.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
