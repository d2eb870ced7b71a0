using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MessageLB.Core.Alerts;
using MessageLB.Core.Configuration;
using MessageLB.Dispatcher.Alerting;
using MessageLB.Dispatcher.Alerting.Webhooks;
using MessageLB.Dispatcher.Registry;
using MessageLB.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace MessageLB.Dispatcher.Tests.Alerting;

/// <summary>Notices to a real HTTP server on this machine; only the waits between attempts are on manual time.</summary>
public sealed class WebhookTests : IAsyncDisposable
{
    private const string Secret = "a secret of more than sixteen";

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero));
    private readonly string _secretFile = Path.GetTempFileName();
    private WebhookSender? _sender;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_FailsTwice_IsTriedAgainSignedAndTheSame()
    {
        await File.WriteAllTextAsync(_secretFile, Secret + "\n", Token);
        await using var server = new WebhookServer("503 Service Unavailable", "429 Too Many Requests", "204 No Content");
        _sender = Sender(server, c => c with { SecretFile = _secretFile });

        _sender.Post(Notice());
        await server.Requests.TakeAsync(1, Token);
        await AdvanceToNextAttemptAsync(server, 2);
        await AdvanceToNextAttemptAsync(server, 3);
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Delivered == 1), "it is taken", Token);

        var requests = server.Requests.Items;
        Assert.All(requests, request => Assert.True(IsSignedBy(Secret, request)));
        Assert.False(IsSignedBy("another secret of this kind", requests[0]));
        Assert.False(IsSignedBy(Secret, requests[0] with { Body = requests[0].Body.Replace("orders", "bills", StringComparison.Ordinal) }));
        Assert.Single(requests.Select(request => request.Body).Distinct());
        Assert.Equal("/hook?x=1", requests[0].Path);
        Assert.Equal(new WebhookStatus(server.Address, 1, 0, 0, 0, null), _sender.Read());
    }

    [Fact]
    public async Task Send_Body_HasEverythingToActOn()
    {
        await using var server = new WebhookServer("200 OK");
        _sender = Sender(server);

        _sender.Post(Notice());

        var request = Assert.Single(await server.Requests.TakeAsync(1, Token));
        using var json = JsonDocument.Parse(request.Body);
        var id = json.RootElement.GetProperty("id").GetString();
        Assert.Equal(id, request.Headers["MessageLB-Notice"]);
        Assert.DoesNotContain("MessageLB-Signature", request.Headers.Keys);
        Assert.Equal(
            $$"""
            {"v":1,"id":"{{id}}","dispatcher":"node1","status":"firing","repeated":false,"alert":"MessageLBDestinationDown","severity":"warning","group":"orders","at":"2031-02-03T04:05:06+00:00","runbook_url":"https://wiki/runbook#a-destination-is-down","left_out":0,"alerts":[{"fingerprint":"c5f986566148532f","labels":{"alert":"MessageLBDestinationDown","severity":"warning","group":"orders","destination":"a"},"summary":"Destination orders/a is down","description":"It is lost.","value":null,"limit":null,"starts_at":"2031-02-03T04:04:56+00:00","ends_at":null}]}
            """,
            request.Body);
    }

    [Fact]
    public async Task Send_Redirection_IsNotFollowedNorTriedAgain()
    {
        await using var target = new WebhookServer("200 OK");
        await using var server = new WebhookServer($"307 Temporary Redirect\r\nLocation: {target.Address}/hook");
        _sender = Sender(server);

        _sender.Post(Notice());
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Failed == 1), "it is given up", Token);

        Assert.Equal("status 307: redirections are not followed", _sender.Read().LastError);
        Assert.Equal((1, 0), (server.Requests.Count, target.Requests.Count));
    }

    [Theory]
    [InlineData("10.0.0.0/8", "127.0.0.1 is in none of the networks that 'allow' lists")]
    [InlineData("0.0.0.0/0", null)]
    public async Task Send_TargetOutsideOfWhatIsAllowed_IsRefused(string allow, string? problem)
    {
        await using var server = new WebhookServer("200 OK");
        _sender = Sender(server, c => c with { Allow = [System.Net.IPNetwork.Parse(allow)] });

        _sender.Post(Notice());
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read() is { Failed: 1 } or { Delivered: 1 }), "it is decided", Token);

        Assert.Equal(problem, _sender.Read().LastError);
        Assert.Equal(problem is null ? 1 : 0, server.Requests.Count);
    }

    [Fact]
    public async Task Send_MetadataServiceOfACloud_IsRefusedWhateverIsAllowed()
    {
        _sender = new WebhookSender(new WebhookConfig { Url = "http://169.254.169.254/latest", Allow = [System.Net.IPNetwork.Parse("0.0.0.0/0")] }, Text(), _time, NullLogger.Instance);

        _sender.Post(Notice());
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Failed == 1), "it is given up", Token);

        Assert.Equal("169.254.169.254 is a link-local address, which is never called", _sender.Read().LastError);
    }

    [Fact]
    public async Task Send_Refused_IsGivenUpAtOnce()
    {
        await using var server = new WebhookServer("401 Unauthorized");
        _sender = Sender(server);

        _sender.Post(Notice());
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Failed == 1), "it is given up", Token);

        Assert.Equal((1, "status 401: it refuses"), (server.Requests.Count, _sender.Read().LastError));
    }

    [Fact]
    public async Task Send_NoAnswer_EndsWithItsTimeAndIsGivenUpAfterTheLastAttempt()
    {
        await using var server = new WebhookServer();
        _sender = Sender(server, c => c with { Attempts = 1, Timeout = TimeSpan.FromSeconds(2) });

        _sender.Post(Notice());
        await server.Requests.TakeAsync(1, Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Failed == 1), "it is given up", Token);

        Assert.Equal("no answer within 2 s", _sender.Read().LastError);
    }

    [Theory]
    [InlineData(null, "there is no secret in ")]
    [InlineData("too short", "the secret in ")]
    public async Task Send_SecretThatIsNone_SendsNothingAndShowsNothing(string? secret, string problem)
    {
        await File.WriteAllTextAsync(_secretFile, secret, Token);
        await using var server = new WebhookServer("200 OK");
        _sender = Sender(server, c => c with { SecretFile = _secretFile });

        _sender.Post(Notice());
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read().Failed == 1), "it is given up", Token);

        Assert.StartsWith(problem + _secretFile, _sender.Read().LastError, StringComparison.Ordinal);
        Assert.Empty(server.Requests.Items);
    }

    [Fact]
    public async Task Post_MoreThanMayWait_TheOldestGiveWay()
    {
        await using var server = new WebhookServer();
        _sender = Sender(server);

        _sender.Post(Notice());
        await server.Requests.TakeAsync(1, Token);
        for (var i = 0; i < WebhookSender.Most + 5; i++) _sender.Post(Notice());

        Assert.Equal((WebhookSender.Most, 5), (_sender.Read().Waiting, _sender.Read().Dropped));
    }

    [Fact]
    public async Task Post_LessUrgentOrOver_IsSentOnlyIfAskedFor()
    {
        await using var server = new WebhookServer("200 OK", "200 OK");
        _sender = Sender(server, c => c with { MinSeverity = AlertSeverity.Critical, SendResolved = false });

        _sender.Post(Notice());
        _sender.Post(Notice(AlertNoticeKind.Resolved, AlertRules.NoHealthyDestination));
        _sender.Post(Notice(AlertNoticeKind.Firing, AlertRules.NoHealthyDestination));

        Assert.Contains("MessageLBNoHealthyDestination", Assert.Single(await server.Requests.TakeAsync(1, Token)).Body, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => ValueTask.FromResult(_sender.Read() is { Delivered: 1, Waiting: 0 }), "there is no other", Token);
    }

    [Fact]
    public void Backoff_EachWait_IsTwiceAsLongUpToAMinuteAndHalfOfItRandom()
    {
        var random = new Random(1);
        foreach (var (attempt, seconds) in new[] { (2, 1), (3, 2), (4, 4), (7, 32), (8, 60), (20, 60) })
        {
            for (var i = 0; i < 100; i++) Assert.InRange(WebhookBackoff.Before(attempt, random).TotalSeconds, seconds / 2.0, seconds);
        }
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_secretFile);
        if (_sender is null) return;
        _sender.Stop();
        await _sender.Completion;
    }

    private static AlertNotice Notice(AlertNoticeKind kind = AlertNoticeKind.Firing, AlertRule? rule = null)
    {
        var at = new DateTimeOffset(2031, 2, 3, 4, 5, 6, TimeSpan.Zero);
        rule ??= AlertRules.DestinationDown;
        var alert = new Alert { Rule = rule, Key = new AlertKey(rule.Name, "orders", "a"), Status = AlertStatus.Firing, Summary = "Destination orders/a is down", Description = "It is lost.", StartsAt = at - TimeSpan.FromSeconds(10) };
        return new AlertNotice(kind, rule, "orders", at, [alert]);
    }

    // As docs/alerts.md tells receivers to do it, not as the sender does.
    private static bool IsSignedBy(string secret, WebhookRequest request)
    {
        Assert.Equal("1927857906", request.Headers["MessageLB-Timestamp"]);
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{request.Headers["MessageLB-Timestamp"]}.{request.Body}"));
        return request.Headers["MessageLB-Signature"] == $"v1={Convert.ToHexStringLower(expected)}";
    }

    private static NoticeText Text() => new(new DispatcherIdentity("node1"), new AlertSettings(new MessageLBConfig { Alerts = new AlertsConfig { RunbookUrl = "https://wiki/runbook" } }));

    private WebhookSender Sender(WebhookServer server, Func<WebhookConfig, WebhookConfig>? change = null)
    {
        var config = new WebhookConfig { Url = $"{server.Address}/hook?x=1" };
        return new WebhookSender(change?.Invoke(config) ?? config, Text(), _time, NullLogger.Instance);
    }

    private async Task AdvanceToNextAttemptAsync(WebhookServer server, int requests)
    {
        // Armed once the attempt has failed: the wait for the next one. The limit of an attempt, which may still be there, is 10 s.
        await Eventually.TrueAsync(() => ValueTask.FromResult(_time.NextDue <= TimeSpan.FromSeconds(2)), "it waits", Token);
        var before = _time.Elapsed;
        _time.Advance(_time.NextDue!.Value);
        Assert.InRange((_time.Elapsed - before).TotalSeconds, requests == 2 ? 0.5 : 1, requests == 2 ? 1 : 2);
        // The signature is over the time of sending, and the test's is fixed.
        _time.StepWallClock(before - _time.Elapsed);
        await server.Requests.TakeAsync(requests, Token);
    }
}
