using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MessageLB.CommandLine.Commands.Bench.Processes;
using MessageLB.Core.Configuration;

namespace MessageLB.CommandLine.Commands.Bench.Scale;

/// <summary>The dispatcher that is measured, in a process of its own, and its HTTP API.</summary>
internal sealed class ScaleDispatcher : IAsyncDisposable
{
    private readonly BenchProcess _process;
    private readonly HttpClient _http;

    private ScaleDispatcher(BenchProcess process, string address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = new Uri($"http://{address}/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <param name="broker">Address with credentials.</param>
    /// <param name="file">Its configuration.</param>
    public static ScaleDispatcher Start(ClusterAddress broker, string file)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{FreePort()}");
        return new ScaleDispatcher(BenchProcess.Start(broker, ["run", "--config", file, "--http", address]), address);
    }

    /// <summary>What its process uses.</summary>
    public ProcessReading Read()
    {
        if (_process.HasExited) throw new CommandFailedException(ExitCodes.Unavailable, $"The dispatcher ended: {_process.LastLine ?? "without a word"}");
        return _process.Read();
    }

    /// <summary>What it said last.</summary>
    public string LastLine => _process.LastLine ?? "it said nothing";

    /// <summary>How far it is.</summary>
    public async Task<ScaleHealth> HealthAsync(CancellationToken stop)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("health/ready", UriKind.Relative), stop);
            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(stop), cancellationToken: stop);
            var groups = json.RootElement.GetProperty("groups").EnumerateArray().ToList();
            return new ScaleHealth(answer.IsSuccessStatusCode, groups.Sum(group => group.GetProperty("destinations").GetInt32()), groups.Sum(group => group.GetProperty("ready").GetInt32()));
        }
        catch (HttpRequestException)
        {
            // It does not listen yet; or never again, which the caller finds out by its process.
            return default;
        }
    }

    /// <summary>Heartbeats that it took and refused since its start, and the size of the answer that told so.</summary>
    public async Task<(long Accepted, long Rejected, long Bytes)> HeartbeatsAsync(CancellationToken stop)
    {
        var body = await _http.GetByteArrayAsync(new Uri("api/v1/status", UriKind.Relative), stop);
        using var json = JsonDocument.Parse(body);
        var heartbeats = json.RootElement.GetProperty("heartbeats");
        return (heartbeats.GetProperty("accepted").GetInt64(), heartbeats.GetProperty("rejected").GetInt64(), body.Length);
    }

    /// <summary>Has it tell its metrics, as a Prometheus does; returns the size of the answer.</summary>
    public async Task<long> ScrapeAsync(CancellationToken stop) => (await _http.GetByteArrayAsync(new Uri("metrics", UriKind.Relative), stop)).LongLength;

    /// <summary>Stops it in good order.</summary>
    public Task StopAsync(CancellationToken stop) => _process.StopAsync(stop);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _process.DisposeAsync();
    }

    // Somebody else may take it before it is used: then the dispatcher cannot listen, and says so.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
