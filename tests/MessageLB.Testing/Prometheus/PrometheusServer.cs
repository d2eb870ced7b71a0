using System.Globalization;
using System.Text.Json;

namespace MessageLB.Testing;

/// <summary>A real Prometheus on a free port of loopback, with data of its own that are gone with it.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly GuardedProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(string folder, GuardedProcess process, int port)
    {
        (_folder, _process) = (folder, process);
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
    }

    /// <summary>Starts one.</summary>
    /// <param name="configuration">Text of its configuration.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<PrometheusServer> StartAsync(string configuration, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("messagelb-prometheus-").FullName;
        var file = Path.Combine(folder, "prometheus.yml");
        var log = Path.Combine(folder, "log");
        await File.WriteAllTextAsync(file, configuration, cancellationToken);
        var port = FreePorts.Next();
        string[] arguments = [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"];
        var process = await GuardedProcess.StartAsync("/usr/bin/prometheus", arguments, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, log);
        var server = new PrometheusServer(folder, process, port);
        await Eventually.TrueAsync(() => server.IsReadyAsync(log, cancellationToken), "Prometheus is ready", cancellationToken);
        return server;
    }

    /// <summary>The series that an expression gives now, each with its labels and its value.</summary>
    /// <exception cref="InvalidOperationException">It is no valid expression; the message says why.</exception>
    public async Task<IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)>> QueryAsync(string expression, CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("query", expression)]);
        using var response = await _client.PostAsync(new Uri("api/v1/query", UriKind.Relative), form, cancellationToken);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        if (answer.RootElement.GetProperty("status").GetString() != "success") throw new InvalidOperationException($"{answer.RootElement.GetProperty("error").GetString()}\nin: {expression}");
        return [.. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(Series)];
    }

    /// <summary>What the server tells under an address below <c>api/v1/</c>.</summary>
    public Task<string> GetAsync(string path, CancellationToken cancellationToken) => _client.GetStringAsync(new Uri($"api/v1/{path}", UriKind.Relative), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.StopAsync(TimeSpan.FromSeconds(10));
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static (IReadOnlyDictionary<string, string> Labels, double Value) Series(JsonElement series) => (
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        double.Parse(series.GetProperty("value")[1].GetString()!.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));

    private async ValueTask<bool> IsReadyAsync(string log, CancellationToken cancellationToken)
    {
        if (_process.HasExited) throw new InvalidOperationException($"Prometheus did not start: {await File.ReadAllTextAsync(log, cancellationToken)}");
        try
        {
            using var answer = await _client.GetAsync(new Uri("-/ready", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
