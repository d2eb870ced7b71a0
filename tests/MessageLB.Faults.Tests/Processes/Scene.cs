using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using MessageLB.Core.Configuration;
using MessageLB.RabbitMq;
using MessageLB.Testing;
using MessageLB.Transport;
using Xunit;

namespace MessageLB.Faults.Tests.Processes;

/// <summary>
/// The stage of one test: a virtual host of its own, a folder of its own, and the processes that play on it. All are gone at the end.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private const string OnlyHost = "scene";

    private static readonly HttpClient Http = new();

    private readonly List<CommandLineProcess> _processes = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-scene-").FullName;

    private Scene(string address, string virtualHost)
    {
        (Address, VirtualHost) = (address, virtualHost);
        HttpPort = FreePorts.Next();
    }

    /// <summary>Address with credentials and the scene's virtual host, as <c>--broker</c> takes it.</summary>
    public string Address { get; }

    /// <summary><see cref="Address"/> of a single broker.</summary>
    public Uri Uri => new(Address);

    public string VirtualHost { get; }

    public int HttpPort { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<Scene> OpenAsync(LocalBroker broker)
    {
        var host = await broker.TakeVirtualHostAsync(Token);
        return new Scene(broker.UriFor(virtualHost: host).ToString(), host);
    }

    public static async Task<Scene> OpenAsync(LocalCluster cluster)
    {
        await cluster.AddVirtualHostAsync(OnlyHost, Token);
        return new Scene(cluster.AddressFor(OnlyHost), OnlyHost);
    }

    public string PathOf(string file) => Path.Combine(_folder, file);

    public CommandLineProcess Start(CommandLineProcess process)
    {
        _processes.Add(process);
        return process;
    }

    /// <summary>Writes another configuration over that of the dispatcher; it takes no notice until it is told.</summary>
    public Task WriteConfigAsync(string yaml) => File.WriteAllTextAsync(ConfigOf(HttpPort), yaml, Token);

    /// <summary>Starts a dispatcher with this configuration (without broker and http) and waits until it is ready.</summary>
    /// <param name="yaml">The configuration.</param>
    /// <param name="httpPort">Where it listens, if there are several; else <see cref="HttpPort"/>.</param>
    /// <param name="address">Its way to the broker, if that is another one than <see cref="Address"/>.</param>
    /// <param name="environment">What is more in its environment.</param>
    public async Task<CommandLineProcess> DispatcherAsync(string yaml, int? httpPort = null, Uri? address = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var port = httpPort ?? HttpPort;
        var file = ConfigOf(port);
        await File.WriteAllTextAsync(file, yaml, Token);
        var process = Start(CommandLineProcess.MessageLb(
            environment, "run", "--config", file, "--broker", address?.ToString() ?? Address, "--http", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}")));
        await Eventually.TrueAsync(async () => await IsReadyAsync(process, port), "the dispatcher is connected", Token);
        return process;
    }

    /// <summary>Starts a sample worker that records its completions, and returns it with the record's path.</summary>
    public (CommandLineProcess Process, string Record) Worker(string group, string name, params string[] more) =>
        WorkerThrough(null, group, name, more);

    /// <summary>As <see cref="Worker"/>, with another way to the broker than <see cref="Address"/>.</summary>
    public (CommandLineProcess Process, string Record) WorkerThrough(Uri? address, string group, string name, params string[] more)
    {
        var record = PathOf($"{group}-{name}-{_processes.Count}.jsonl");
        var process = Start(CommandLineProcess.MessageLb(
            ["worker", "--group", group, "--name", name, "--broker", address?.ToString() ?? Address, "--record", record, .. more]));
        return (process, record);
    }

    /// <summary>Starts a publisher of that many messages.</summary>
    /// <param name="count">Number of messages.</param>
    /// <param name="rate">Per second, or <c>max</c>.</param>
    public CommandLineProcess Publisher(int count, string rate = "max") => Start(CommandLineProcess.MessageLb(
        "publish", "any.key", "--count", count.ToString(CultureInfo.InvariantCulture), "--rate", rate, "--broker", Address));

    /// <summary>A destination of the only group, as the dispatcher sees it; null while it knows of none of that name.</summary>
    public async Task<JsonElement?> DestinationAsync(string name)
    {
        foreach (var destination in (await GetAsync("/api/v1/groups/default")).GetProperty("destinations").EnumerateArray())
        {
            if (destination.GetProperty("name").GetString() == name) return destination;
        }

        return null;
    }

    /// <summary>Waits until a destination of the only group is in that state.</summary>
    public async Task BecomesAsync(string name, string state)
    {
        try
        {
            await Eventually.TrueAsync(async () => (await DestinationAsync(name))?.GetProperty("state").GetString() == state, $"{name} is {state}", Token);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{Describe()}", e);
        }
    }

    public async Task<JsonElement> GetAsync(string path, int? httpPort = null) =>
        await Http.GetFromJsonAsync<JsonElement>(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort ?? HttpPort}{path}")), Token);

    public async Task PostAsync(string path, int? httpPort = null)
    {
        using var answer = await Http.PostAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort ?? HttpPort}{path}")), content: null, Token);
        answer.EnsureSuccessStatusCode();
    }

    public Task<string> TextAsync(string path) =>
        Http.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{HttpPort}{path}")), Token);

    /// <summary>A session on the scene's virtual host, to look at queues from outside.</summary>
    public ValueTask<ITransportSession> SessionAsync() =>
        ClusterAddress.TryParse(Address, out var address)
            ? new RabbitMqTransport(new RabbitMqOptions { Uri = address.Uri, Hosts = address.Hosts }).OpenAsync(new SessionOptions { ClientName = "test" }, Token)
            : throw new InvalidOperationException($"{Address} is no address");

    public string Describe() => string.Join("\n---\n", _processes.Select(p => p.Describe()));

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes) await process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string ConfigOf(int port) => PathOf(string.Create(CultureInfo.InvariantCulture, $"messagelb-{port}.yaml"));

    private static async Task<string> HealthAsync(int port)
    {
        using var answer = await Http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/health/ready")), Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private async ValueTask<bool> IsReadyAsync(CommandLineProcess process, int port)
    {
        if (process.HasExited) throw new InvalidOperationException($"The dispatcher ended.\n{process.Describe()}");
        try
        {
            var status = await GetAsync("/api/v1/status", port);
            return status.GetProperty("broker").GetProperty("connected").GetBoolean() && !(await HealthAsync(port)).Contains("is declaring its queues", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
