using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MessageLB.CommandLine.Publishing;
using MessageLB.Web.Api;
using MessageLB.Web.Errors;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Over a dispatcher's HTTP API, many requests at once. What is not taken for now is sent again, with the same message id.</summary>
internal sealed class HttpWay : IPublishWay
{
    private const int Requests = 32;
    // Longer than the dispatcher itself waits for a confirm, so that it is the dispatcher who says what is wrong.
    private static readonly TimeSpan ShortestRequest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly PublishMessages _messages;
    private readonly PublishTally _tally;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly Uri _target;
    private long _next = -1;

    public HttpWay(Uri address, PublishMessages messages, PublishTally tally, TimeSpan timeout, TimeProvider time)
    {
        (_messages, _tally, _timeout, _time) = (messages, tally, timeout, time);
        Address = address.GetLeftPart(UriPartial.Authority);
        _target = new Uri(address, $"api/v1/publish/{Escape(messages.RoutingKey)}");
        _http = new HttpClient { Timeout = timeout > ShortestRequest ? timeout : ShortestRequest };
    }

    /// <inheritdoc />
    public string Address { get; }

    /// <inheritdoc />
    public async Task<string?> RunAsync(CancellationToken stop)
    {
        using var client = _http;
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var pace = new Pace(_messages.PerSecond, _time);
        var senders = Enumerable.Range(0, (int)Math.Min(Requests, _messages.Total)).Select(_ => SendAsync(pace, failed)).ToList();
        var complaints = await Task.WhenAll(senders);
        return Array.Find(complaints, c => c is not null);
    }

    private static string Escape(string routingKey)
    {
        var words = routingKey.Split('/');

        // Every HTTP client and server would take them as steps in a path, and the message would go elsewhere.
        if (words.Any(w => w is "." or "..")) throw new CommandFailedException(ExitCodes.Usage, $"The routing key \"{routingKey}\" cannot travel over HTTP, because of its dots between slashes; use --broker.");
        return string.Join('/', words.Select(Uri.EscapeDataString));
    }

    /// <summary>Takes one message after the other until there is none left or one fails, which ends the other senders too.</summary>
    private async Task<string?> SendAsync(Pace pace, CancellationTokenSource failed)
    {
        try
        {
            while (Interlocked.Increment(ref _next) is var number && number < _messages.Total && _tally.Returned == 0)
            {
                var left = pace.Until(pace.DueAt(number));
                if (left > TimeSpan.Zero) await Task.Delay(left, _time, failed.Token);
                failed.Token.ThrowIfCancellationRequested();
                if (await SendUntilTakenAsync(number, failed.Token) is not { } complaint) continue;
                await failed.CancelAsync();
                return complaint;
            }
        }
        catch (OperationCanceledException) when (failed.IsCancellationRequested)
        {
            // Another sender failed and tells it, or the user has had enough.
        }
        catch (CommandFailedException)
        {
            await failed.CancelAsync();
            throw;
        }

        return null;
    }

    /// <summary>Sends a message until it has an outcome; returns why it cannot have one, or null.</summary>
    private async Task<string?> SendUntilTakenAsync(long number, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        for (; ; )
        {
            var (taken, complaint) = await TrySendAsync(number, cancellationToken);
            if (taken) return null;
            if (_time.GetElapsedTime(started) > _timeout) return complaint;
            await Task.Delay(BetweenAttempts, _time, cancellationToken);
        }
    }

    private async Task<(bool Taken, string? Complaint)> TrySendAsync(long number, CancellationToken cancellationToken)
    {
        try
        {
            using var request = CreateRequest(number);
            using var response = await _http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                _tally.OnConfirmed(number);
                return (true, null);
            }

            return await ReadProblemAsync(number, response, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            if (_tally.Confirmed == 0) throw new CommandFailedException(ExitCodes.Unavailable, $"No dispatcher answers at {Address} ({e.Message}); start one with 'messagelb run', or name a broker with --broker.", e);
            return (false, $"{Address} does not answer any more: {e.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, $"{Address} has not answered within {_http.Timeout.TotalSeconds:0.#} s");
        }
    }

    private async Task<(bool Taken, string? Complaint)> ReadProblemAsync(long number, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ProblemOf(response, cancellationToken);
        if (problem?.Outcome == "returned")
        {
            _tally.OnReturned(number);
            return (true, null);
        }

        var detail = problem?.Detail ?? $"{Address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; is it a dispatcher?";
        if ((int)response.StatusCode >= 500) return (false, detail);
        throw new CommandFailedException(problem is null ? ExitCodes.Unavailable : ExitCodes.Data, detail);
    }

    private static async Task<Problem?> ProblemOf(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return await response.Content.ReadFromJsonAsync(ApiJsonContext.Readable.Problem, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private HttpRequestMessage CreateRequest(long number)
    {
        var content = new ReadOnlyMemoryContent(_messages.Body);
        content.Headers.TryAddWithoutValidation("Content-Type", _messages.ContentType);
        var request = new HttpRequestMessage(HttpMethod.Post, _target) { Content = content };
        request.Headers.Add("messagelb-message-id", _messages.IdOf(number));
        request.Headers.Add("messagelb-persistent", _messages.Persistent ? "true" : "false");
        foreach (var (name, value) in _messages.Headers) AddHeader(request, name, value);
        return request;
    }

    private static void AddHeader(HttpRequestMessage request, string name, string value)
    {
        if (!request.Headers.TryAddWithoutValidation($"messagelb-header-{name}", value) || value.Any(char.IsControl))
            throw new CommandFailedException(ExitCodes.Usage, $"The header '{name}' cannot travel over HTTP, because of its letters; use --broker.");
    }
}
