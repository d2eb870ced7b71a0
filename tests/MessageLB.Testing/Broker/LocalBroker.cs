using Xunit;

namespace MessageLB.Testing;

/// <summary>
/// A real RabbitMQ for tests: the one that <see cref="AddressVariable"/> names, else a private server that starts here in
/// about ten seconds and is gone with its data at the end. Use it as an assembly fixture
/// (<c>[assembly: AssemblyFixture(typeof(LocalBroker))]</c>), so that a test project starts one only; a test that stops or
/// kills its broker makes one of its own with <see cref="StartNewAsync"/>.
/// </summary>
public sealed class LocalBroker : IAsyncLifetime
{
    /// <summary>Environment variable with the address, credentials included, of a broker to use instead of a private one.</summary>
    public const string AddressVariable = "MESSAGELB_TEST_AMQP";

    private readonly NodeFamily? _family;
    private readonly PrivateServer? _server;
    private readonly VirtualHosts _virtualHosts;

    /// <summary>A broker with default options; xunit calls <see cref="InitializeAsync"/>.</summary>
    public LocalBroker()
        : this(new LocalBrokerOptions())
    {
    }

    private LocalBroker(LocalBrokerOptions options)
    {
        var given = options.Private ? null : Environment.GetEnvironmentVariable(AddressVariable);
        if (string.IsNullOrEmpty(given)) _server = new PrivateServer(options, _family = new NodeFamily());
        _virtualHosts = new VirtualHosts(RunCtlAsync);
        Uri = _server is null ? new Uri(given!) : new Uri($"amqp://guest:guest@127.0.0.1:{_server.Port}/");
    }

    /// <summary>Address with credentials of a user who may do everything.</summary>
    public Uri Uri { get; }

    /// <summary>True if the broker is our own, so that it can be stopped and asked with <c>rabbitmqctl</c>.</summary>
    public bool IsPrivate => _server is not null;

    /// <summary>Process id of the private node; 0 while it does not run.</summary>
    public int Pid => Server.Pid;

    private PrivateServer Server
    {
        get
        {
            if (_server is null) Assert.Skip($"This test stops or asks its broker, and the one that {AddressVariable} names is not ours.");
            return _server;
        }
    }

    /// <summary>Starts a private broker for one test. The caller disposes it.</summary>
    public static async Task<LocalBroker> StartNewAsync(LocalBrokerOptions? options = null)
    {
        var broker = new LocalBroker((options ?? new LocalBrokerOptions()) with { Private = true });
        try
        {
            await broker.InitializeAsync();
            return broker;
        }
        catch
        {
            await broker.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (_family is not null) await _family.StartAsync();
        if (_server is not null) await _server.StartAsync();
    }

    /// <summary>The address with other credentials or another virtual host; null keeps what <see cref="Uri"/> has.</summary>
    public Uri UriFor(string? user = null, string? password = null, string? virtualHost = null)
    {
        var own = Uri.UserInfo.Split(':', 2);
        var path = virtualHost is null ? Uri.AbsolutePath : $"/{Uri.EscapeDataString(virtualHost)}";
        var login = $"{Uri.EscapeDataString(user ?? Uri.UnescapeDataString(own[0]))}:{Uri.EscapeDataString(password ?? Uri.UnescapeDataString(own[^1]))}";
        return new Uri($"{Uri.Scheme}://{login}@{Uri.Authority}{path}");
    }

    /// <summary>Starts the node again after <see cref="StopAsync"/> or <see cref="KillAsync"/>, on the same port and data.</summary>
    public Task StartAsync() => Server.StartAsync();

    /// <summary>Stops the node in order.</summary>
    public Task StopAsync() => Server.StopAsync();

    /// <summary>Kills the node (SIGKILL), a moment after the call: late enough for what was declared before to survive.</summary>
    public Task KillAsync() => Server.KillAsync();

    /// <summary>Stops and starts the node.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Runs <c>rabbitmqctl</c> against the node and returns what it prints; throws with its output when it fails.</summary>
    public Task<string> RunCtlAsync(CancellationToken cancellationToken, params string[] arguments) => Server.RunControlAsync(arguments, cancellationToken);

    /// <summary>A virtual host that no other test has, on which the default user may do everything.</summary>
    public Task<string> TakeVirtualHostAsync(CancellationToken cancellationToken) => _virtualHosts.TakeAsync(cancellationToken);

    /// <summary>Adds a virtual host, on which the default user may do everything.</summary>
    public async Task AddVirtualHostAsync(string name, CancellationToken cancellationToken)
    {
        await RunCtlAsync(cancellationToken, "add_vhost", name);
        await SetPermissionsAsync("guest", name, ".*", ".*", ".*", cancellationToken);
    }

    /// <summary>Adds a user who may not do anything yet.</summary>
    public Task AddUserAsync(string user, string password, CancellationToken cancellationToken) =>
        RunCtlAsync(cancellationToken, "add_user", user, password);

    /// <summary>Sets what a user may configure, write and read on a virtual host, as regular expressions on names.</summary>
    public Task SetPermissionsAsync(string user, string virtualHost, string configure, string write, string read, CancellationToken cancellationToken) =>
        RunCtlAsync(cancellationToken, "set_permissions", "-p", virtualHost, user, configure, write, read);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_family is not null) await _family.DisposeAsync();
    }
}
