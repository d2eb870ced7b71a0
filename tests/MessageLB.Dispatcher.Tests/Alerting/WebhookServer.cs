using System.Globalization;
using System.Net.Sockets;
using System.Text;
using MessageLB.Dispatcher.Tests.Rigs;
using MessageLB.Testing;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>A server on a free port of this machine that answers one request after the other with the statuses it was given, and then not at all.</summary>
internal sealed class WebhookServer : IAsyncDisposable
{
    private readonly Queue<string> _statuses;
    private readonly LoopbackServer _server;

    public WebhookServer(params string[] statuses)
    {
        _statuses = new Queue<string>(statuses);
        _server = new LoopbackServer(AnswerAsync);
    }

    public string Address => $"http://127.0.0.1:{_server.Port}";

    public Recorder<WebhookRequest> Requests { get; } = new("requests");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(string head, NetworkStream stream, CancellationToken token)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers["Content-Length"], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, token);
        Requests.Add(new WebhookRequest(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(body)));
        if (_statuses.TryDequeue(out var status)) await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n", token);
    }
}
