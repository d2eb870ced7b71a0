using System.Globalization;
using System.Net;
using System.Text;
using MessageLB.Testing;

namespace MessageLB.RabbitMq.Tests.Management;

/// <summary>A management API that answers as the test says, and remembers what it was asked.</summary>
internal sealed class FakeManagement : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerRequest, (int Status, string Body, string? Location)> _answer;
    private readonly Task _serving;

    public FakeManagement(Func<HttpListenerRequest, (int Status, string Body, string? Location)> answer)
    {
        _answer = answer;
        Uri = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePorts.Next()}/"));
        _listener.Prefixes.Add(Uri.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Uri { get; }

    /// <summary>Method, path with its escapes, and login of every request.</summary>
    public Recorder<string> Asked { get; } = new("requests");

    public RabbitMqManagement Client(int maxAnswerSize = 1 << 20) => new(new RabbitMqManagementOptions
    {
        Uri = Uri,
        VirtualHost = "a/b",
        Username = "worker",
        Password = _ => ValueTask.FromResult("secret"),
        MaxAnswerSize = maxAnswerSize,
    });

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var login = Encoding.UTF8.GetString(Convert.FromBase64String(context.Request.Headers["Authorization"]!["Basic ".Length..]));
                Asked.Add($"{context.Request.HttpMethod} {context.Request.RawUrl!.Split('?')[0]} {login}");
                var (status, body, location) = _answer(context.Request);
                context.Response.StatusCode = status;
                if (location is not null) context.Response.RedirectLocation = location;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The end, or a client that did not wait for the rest.
            }
        }
    }
}
