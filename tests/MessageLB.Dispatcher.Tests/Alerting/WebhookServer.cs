using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MessageLB.Testing;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A server on a free port of this machine that answers one request after the other with the statuses it was given, and then not at all.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<string> _statuses;
    private readonly Task _serving;

    public WebhookServer(params string[] statuses)
    {
        _statuses = new Queue<string>(statuses);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public Recorder<WebhookRequest> Requests { get; } = new("requests");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            try
            {
                await using var stream = client.GetStream();
                Requests.Add(await ReadAsync(stream));
                if (_statuses.TryDequeue(out var status)) await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"), _stopping.Token);
                while (await stream.ReadAsync(new byte[1], _stopping.Token) > 0)
                {
                    // Until the client closes.
                }
            }
            catch (IOException)
            {
                // It has closed meanwhile.
            }
        }
    }

    private async Task<WebhookRequest> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stopping.Token) > 0) head.Append((char)one[0]);
        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stopping.Token);
        return new WebhookRequest(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body));
    }
}
