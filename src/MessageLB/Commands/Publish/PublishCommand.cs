using System.CommandLine;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;
using MessageLB.CommandLine.Transports;

namespace MessageLB.CommandLine.Commands.Publish;

/// <summary>Publishes messages to ingress, over RabbitMQ or over a dispatcher's HTTP API, and says what became of them.</summary>
internal sealed class PublishCommand : AppCommand
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Terminal _terminal;
    private readonly Argument<string> _routingKey = new("routing-key") { Description = "Routing key; the groups' routes decide who takes it." };
    private readonly Option<int?> _count = ValueParser.Count("--count", "Messages to publish. Default: 1.", 1, int.MaxValue);
    private readonly Option<double?> _rate = ValueParser.RateOrMax("--rate", "Messages per second, such as 200/s. Default: max.");
    private readonly Option<int?> _size = ValueParser.Size("--size", "Size of a body of random bytes, such as 256 or 4KiB. Default: an empty body.");
    private readonly Option<string?> _body = new("--body") { Description = "The body, as text in UTF-8.", HelpName = "text" };
    private readonly Option<string?> _bodyFile = new("--body-file") { Description = "File that holds the body, or - for standard input.", HelpName = "file" };
    private readonly Option<string[]> _header = new("--header", "-H") { Description = "A header; may be given many times.", HelpName = "name=value", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _contentType = new("--content-type") { Description = "Content type. Default: text/plain with --body, else application/octet-stream.", HelpName = "type" };
    private readonly Option<bool?> _persistent = new("--persistent") { Description = "Whether messages survive a restart of the broker. Default: true.", HelpName = "true|false" };
    private readonly Option<string?> _broker = BrokerAddressOption.Create("over HTTP");
    private readonly Option<string?> _http = HttpAddress.CreateOption("--http", "Publish over the HTTP API of a dispatcher, in place of a broker.");
    private readonly Option<TimeSpan?> _timeout = ValueParser.Duration("--timeout", "Give up when nothing is confirmed for this time. Default: 30s.");
    private readonly Option<bool> _json = new("--json") { Description = "Write the result as JSON." };

    public PublishCommand(Terminal terminal)
        : base("publish", "Publish messages and wait until each is confirmed.")
    {
        _terminal = terminal;
        Arguments.Add(_routingKey);
        foreach (var option in (Option[])[_count, _rate, _size, _body, _bodyFile, _header, _contentType, _persistent, _broker, _http, _timeout, _json]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("one message to the dispatcher on this machine", "messagelb publish order.new --body hello"),
        new("a stream straight to RabbitMQ", "messagelb publish order.new --broker amqp://localhost --count 10000 --rate 500/s --size 1KiB"),
        new("a file with a header", "messagelb publish order.new --body-file order.json --content-type application/json --header region=north"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var timeout = arguments.GetValue(_timeout) ?? DefaultTimeout;
        var messages = await ReadMessagesAsync(arguments, stop);
        var tally = new PublishTally();
        var way = CreateWay(arguments, messages, tally, timeout);
        var started = _terminal.Time.GetTimestamp();
        string? complaint;
        using (var progress = new PublishProgress(_terminal, tally, messages.Total))
        {
            complaint = await way.RunAsync(stop);
        }

        var result = new PublishResult(tally.Confirmed, tally.Returned, Math.Round(_terminal.Time.GetElapsedTime(started).TotalSeconds, 3));
        if (arguments.GetValue(_json)) await _terminal.Out.WriteLineAsync(result.ToJson());
        else await _terminal.Out.WriteLineAsync($"{Figures.Count(result.Confirmed)} of {Figures.Count(messages.Total)} confirmed by {way.Address} in {Figures.Seconds(TimeSpan.FromSeconds(result.ElapsedS))} ({Figures.Rate(result.Rate)})");
        return await ConcludeAsync(tally, messages, complaint, stop);
    }

    private async Task<int> ConcludeAsync(PublishTally tally, PublishMessages messages, string? complaint, CancellationToken stop)
    {
        if (tally.Returned > 0)
        {
            await _terminal.Error.WriteLineAsync($"messagelb: {Figures.Count(tally.Returned)} came back: no group's routes match \"{messages.RoutingKey}\", or no dispatcher has declared its groups yet.");
            return ExitCodes.Data;
        }

        if (complaint is not null)
        {
            await _terminal.Error.WriteLineAsync($"messagelb: {Secrets.Hide(complaint)}");
            return ExitCodes.Unavailable;
        }

        if (!stop.IsCancellationRequested || tally.Confirmed == messages.Total) return ExitCodes.Ok;
        await _terminal.Error.WriteLineAsync("messagelb: interrupted; what was confirmed has been published");
        return ExitCodes.Interrupted;
    }

    private async Task<PublishMessages> ReadMessagesAsync(ParseResult arguments, CancellationToken stop)
    {
        var text = arguments.GetValue(_body);
        var body = await PublishBody.ReadAsync(text, arguments.GetValue(_bodyFile), arguments.GetValue(_size), _terminal, stop);
        return new PublishMessages
        {
            RoutingKey = arguments.GetValue(_routingKey)!,
            Total = arguments.GetValue(_count) ?? 1,
            PerSecond = arguments.GetValue(_rate) ?? 0,
            Body = body,
            ContentType = arguments.GetValue(_contentType) ?? (text is null ? "application/octet-stream" : "text/plain; charset=utf-8"),
            Persistent = arguments.GetValue(_persistent) ?? true,
            Headers = PublishHeaders.Parse(arguments.GetValue(_header)!),
        };
    }

    private IPublishWay CreateWay(ParseResult arguments, PublishMessages messages, PublishTally tally, TimeSpan timeout)
    {
        var http = arguments.GetValue(_http);
        if (http is not null && arguments.GetValue(_broker) is not null) throw new CommandFailedException(ExitCodes.Usage, "Name either --broker or --http: a message goes one way.");
        var broker = http is null ? BrokerAddressOption.Read(arguments.GetValue(_broker), _terminal) : null;
        return broker is null
            ? new HttpWay(HttpAddress.Read(http, _terminal), messages, tally, timeout, _terminal.Time)
            : new BrokerWay(broker, messages, tally, timeout, _terminal);
    }
}
