using MessageLB.Core.Configuration;
using MessageLB.Transport;
using Microsoft.AspNetCore.WebUtilities;

namespace MessageLB.Web.Errors;

/// <summary>Every error that the HTTP API answers with; listed in <c>docs/http-api.md</c>.</summary>
internal static class Problems
{
    private const int MostNames = 20;
    private const int RetrySoon = 1;
    private const int RetryWhenFull = 5;

    public static ProblemResult UnknownGroup(string name, IEnumerable<string> known) =>
        Create(404, "unknown-group", "Unknown group", UnknownGroupDetail(name, [.. known]));

    private static string UnknownGroupDetail(string name, string[] known) =>
        $"There is no group '{name}'; the groups are {string.Join(", ", known)}.{(ConfigKeys.Closest(name, known) is { } meant ? $" Did you mean '{meant}'?" : "")}";

    public static ProblemResult UnknownDestination(string group, string name, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Take(MostNames));
        return Create(404, "unknown-destination", "Unknown destination", $"The group '{group}' has no destination '{name}'; it has {(names.Length == 0 ? "none" : names)}.");
    }

    public static ProblemResult AlreadyRecording(string group) => Create(
        409,
        "already-recording",
        "The group is being recorded",
        $"Somebody records the group '{group}' already; wait until that recording ends.");

    public static ProblemResult UnknownMessage(string messageId) => Create(
        404,
        "unknown-message",
        "No explanation of this message",
        $"Nothing is remembered of the message '{messageId}'. Only messages with the header messagelb-debug: 1 and a message id of their own are, for 15 minutes after their last decision, by the dispatcher that routed them, and only the latest 1,000.");

    public static ProblemResult TooManySamples(string group) => Create(
        503,
        "busy",
        "Too many samples at once",
        $"Others are watching the decisions of group '{group}' already, as many as may; ask again in a moment.",
        retryAfterSeconds: RetrySoon);

    public static ProblemResult DeadLettersBusy(string group) => Create(
        409,
        "dead-letters-busy",
        "Somebody has the dead letters in hand",
        $"Another request looks at the dead letters of group '{group}', or replays or deletes them; wait until it has ended.");

    public static ProblemResult DeadLettersAway(string detail) => Create(503, "broker-unavailable", "No contact with the broker", detail, retryAfterSeconds: RetrySoon);

    public static ProblemResult UnknownSilence(string id) => Create(404, "unknown-silence", "Unknown silence", $"There is no silence '{id}'; it may be over.");

    public static ProblemResult ConfiguredSilence(string id) => Create(
        409,
        "configured-silence",
        "The configuration says this silence",
        $"The silence '{id}' is in the configuration, under alerts.silences: take it out there and reload.");

    public static ProblemResult TooManySilences() => Create(
        409,
        "too-many-silences",
        "Too many silences",
        $"There are {Core.Alerts.SilenceBook.Most} silences already, as many as may be; take some away, or write wider ones.");

    public static ProblemResult NothingToReload() => Create(
        409,
        "nothing-to-reload",
        "There is nothing to read again",
        "This dispatcher was given its configuration by code, not by a file; start it with 'messagelb run --config', or give its host the sources.");

    public static ProblemResult BadConfiguration(IReadOnlyList<string> errors) => Create(
        422,
        "bad-configuration",
        "The configuration was not reloaded",
        $"The former configuration stays in force. {string.Join("\n", errors)}");

    public static ProblemResult BadRequest(string detail) => Create(400, "bad-request", "Bad request", detail);

    public static ProblemResult ForeignHost(string host) => Create(
        421,
        "foreign-host",
        "Host not served",
        $"The request names the host '{host}', which is not this machine's loopback; use 127.0.0.1, [::1] or localhost, or list the host under the allowed hosts.");

    public static ProblemResult CrossSite(string origin) => Create(
        403,
        "cross-site",
        "Cross-site request refused",
        $"A page of '{origin}' may not do this here; do it from a program, or from a page of the same origin.");

    public static ProblemResult TooLarge(int limit) => Create(
        413,
        "message-too-large",
        "Message too large",
        $"The body exceeds the limit of {limit} bytes; send a reference to the data instead, or raise 'max_message_size'.");

    public static ProblemResult Unroutable(string routingKey, string messageId) => Create(
        404,
        "unroutable",
        "No group takes this routing key",
        $"No group's routes match the routing key '{routingKey}', so the message is nowhere; add a route or publish with another key.",
        messageId,
        PublishOutcome.Returned);

    public static ProblemResult Refused(string messageId) => Create(
        503,
        "refused",
        "The broker refused the message",
        "The ingress queue is full or has lost its leader, so the message is nowhere; publish it again later.",
        messageId,
        PublishOutcome.Refused,
        RetryWhenFull);

    public static ProblemResult OutcomeUnknown(string messageId) => Create(
        503,
        "outcome-unknown",
        "Contact with the broker was lost",
        "The connection broke before the broker confirmed, so the message may or may not have arrived; publish it again with the same message id.",
        messageId,
        PublishOutcome.Unknown,
        RetrySoon);

    public static ProblemResult BrokerAway(string fault) => Create(
        503,
        "broker-unavailable",
        "No contact with the broker",
        $"The message was not sent: {fault}.",
        retryAfterSeconds: RetrySoon);

    public static ProblemResult Busy(int limit) => Create(
        503,
        "busy",
        "Too many publishes at once",
        $"The message was not sent: {limit} publishes of its size are under way already; publish fewer at once.",
        retryAfterSeconds: RetrySoon);

    public static ProblemResult TimedOut(string messageId, TimeSpan limit) => Create(
        504,
        "timeout",
        "No confirm in time",
        $"The broker has not confirmed within {limit.TotalSeconds:0.###} s, so the message may or may not have arrived; publish it again with the same message id.",
        messageId,
        PublishOutcome.Unknown);

    public static ProblemResult OfStatusCode(int statusCode, string method, string path)
    {
        var reason = ReasonPhrases.GetReasonPhrase(statusCode);
        var slug = reason.ToLowerInvariant().Replace(' ', '-');
        var detail = statusCode switch
        {
            404 => $"There is nothing at {path}; docs/http-api.md lists what there is.",
            405 => $"{path} does not take {method}.",
            500 => "Something unexpected happened; the dispatcher's log has the details.",
            _ => $"{method} {path} was answered with {statusCode}.",
        };
        return Create(statusCode, slug, reason, detail);
    }

    /// <summary>The word for an outcome in answers.</summary>
    public static string Word(PublishOutcome outcome) => outcome switch
    {
        PublishOutcome.Confirmed => "confirmed",
        PublishOutcome.Returned => "returned",
        PublishOutcome.Refused => "refused",
        _ => "unknown",
    };

    private static ProblemResult Create(
        int status,
        string slug,
        string title,
        string detail,
        string? messageId = null,
        PublishOutcome? outcome = null,
        int retryAfterSeconds = 0) => new(
        new Problem
        {
            Type = $"urn:messagelb:error:{slug}",
            Title = title,
            Status = status,
            Detail = detail,
            MessageId = messageId,
            Outcome = outcome is { } known ? Word(known) : null,
        },
        retryAfterSeconds);
}
