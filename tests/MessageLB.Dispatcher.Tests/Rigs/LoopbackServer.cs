using System.Net;
using System.Net.Sockets;
using System.Text;
using MessageLB.Testing;

namespace MessageLB.Dispatcher.Tests.Rigs;

/// <summary>A server on a free port of this machine that says what the test lets it say, and writes down what it is asked.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<string, NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _serving;

    /// <param name="answer">Gets a request, from its first line to the empty one, and answers it; a body is still to be read.</param>
    public LoopbackServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The requests, from their first line to the empty one.</summary>
    public Recorder<string> Requests { get; } = new("requests");

    /// <summary>Completes when the client has closed a connection.</summary>
    public TaskCompletionSource Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A server that answers with a status and headers, and no body.</summary>
    public static LoopbackServer Saying(string status, string headers = "") => new((_, stream, token) => WriteAsync(stream, $"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n", token));

    public static Task WriteAsync(NetworkStream stream, string text, CancellationToken token) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), token).AsTask();

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
                var request = await ReadAsync(stream);
                Requests.Add(request);
                await _answer(request, stream, _stopping.Token);
                while (await stream.ReadAsync(new byte[1], _stopping.Token) > 0)
                {
                    // What it says beyond its request is of no interest.
                }
            }
            catch (IOException)
            {
                // It has closed while it was answered.
            }

            Closed.TrySetResult();
        }
    }

    private async Task<string> ReadAsync(NetworkStream stream)
    {
        var request = new StringBuilder();
        var one = new byte[1];
        while (!request.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stopping.Token) > 0) request.Append((char)one[0]);
        return request.ToString();
    }
}
