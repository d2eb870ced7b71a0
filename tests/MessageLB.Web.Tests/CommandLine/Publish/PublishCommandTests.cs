using System.Text;
using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.Transport;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Publish;

public sealed class PublishCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_OverHttp_EveryMessageArrivesOnceAsWritten()
    {
        await using var host = await StartAsync();

        var code = await PublishAsync(host, "a/b c", "--count", "50", "--body", "grüße", "-H", "region=north=west", "--header", "empty=", "--persistent", "false", "--json");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
        var result = JsonElement.Parse(_terminal.Out);
        Assert.Equal(["confirmed", "returned", "elapsed_s", "rate"], result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(50, result.GetProperty("confirmed").GetInt32());
        Assert.Equal(50, host.Transport.Messages.Select(m => m.Properties.MessageId).Distinct().Count());
        Assert.All(host.Transport.Messages, message =>
        {
            Assert.Equal("a/b c", message.RoutingKey);
            Assert.Equal("grüße", Encoding.UTF8.GetString(message.Body));
            Assert.Equal("text/plain; charset=utf-8", message.Properties.ContentType);
            Assert.False(message.Properties.Persistent);
            Assert.Equal(new Dictionary<string, object?> { ["region"] = "north=west", ["empty"] = string.Empty }, message.Properties.Headers);
        });
    }

    [Fact]
    public async Task Run_BodyFromStandardInput_ArrivesByteByByte()
    {
        await using var host = await StartAsync();
        _terminal.Input = [0, 255, 13, 10];

        var code = await PublishAsync(host, "k", "--body-file", "-");

        Assert.Equal(ExitCodes.Ok, code);
        var message = Assert.Single(host.Transport.Messages);
        Assert.Equal([0, 255, 13, 10], message.Body);
        Assert.Equal("application/octet-stream", message.Properties.ContentType);
        Assert.True(message.Properties.Persistent);
        Assert.StartsWith("1 of 1 confirmed by http://127.0.0.1:", _terminal.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyTakesTheKey_ExitsWith65()
    {
        await using var host = await StartAsync();
        host.Transport.Script("nobody", PublishOutcome.Returned);

        var code = await PublishAsync(host, "nobody", "--count", "1");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Equal("messagelb: 1 came back: no group's routes match \"nobody\", or no dispatcher has declared its groups yet.", _terminal.Error.TrimEnd());
    }

    [Fact]
    public async Task Run_RefusedForNow_IsSentAgainWithTheSameId()
    {
        await using var host = await StartAsync();
        host.Transport.ScriptOnce("k", PublishOutcome.Refused);

        var code = await PublishAsync(host, "k");

        Assert.Equal(ExitCodes.Ok, code);
        Assert.Equal(2, host.Transport.Messages.Count);
        Assert.Single(host.Transport.Messages.Select(m => m.Properties.MessageId).Distinct());
    }

    [Fact]
    public async Task Run_RefusedForGood_GivesUpWith69AndTheReason()
    {
        await using var host = await StartAsync();
        host.Transport.Script("k", PublishOutcome.Refused);

        var code = await PublishAsync(host, "k", "--timeout", "100ms");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("The ingress queue is full", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LargerThanTheLimit_ExitsWith65()
    {
        await using var host = await StartAsync();

        var code = await PublishAsync(host, "k", "--size", "2KB", "--count", "100");

        Assert.Equal(ExitCodes.Data, code);
        Assert.Contains($"exceeds the limit of {ScriptedTransport.Limit} bytes", _terminal.Error, StringComparison.Ordinal);
        Assert.Empty(host.Transport.Messages);
    }

    [Fact]
    public async Task Run_NobodyListens_ExitsWith69()
    {
        var code = await _terminal.RunAsync("publish", "k", "--http", $"http://127.0.0.1:{FreePort.Find()}");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.StartsWith("messagelb: No dispatcher answers at http://127.0.0.1:", _terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("publish k --body x --size 3", "Give one of --body, --body-file and --size.")]
    [InlineData("publish k --header nothing", "--header: \"nothing\" has no name: write name=value.")]
    [InlineData("publish k -H a=1 -H a=2", "--header: 'a' is given twice.")]
    [InlineData("publish k --http http://127.0.0.1:1 --broker amqp://127.0.0.1:1", "Name either --broker or --http: a message goes one way.")]
    [InlineData("publish ../k --http http://127.0.0.1:1", "The routing key \"../k\" cannot travel over HTTP, because of its dots between slashes; use --broker.")]
    public async Task Run_WrongCommandLine_ExitsWith64(string line, string error)
    {
        var code = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal((ExitCodes.Usage, $"messagelb: {error}"), (code, _terminal.Error.TrimEnd()));
    }

    private static async Task<WebHost> StartAsync()
    {
        var host = await WebHost.StartAsync();
        await host.CanPublishAsync();
        return host;
    }

    private Task<int> PublishAsync(WebHost host, string routingKey, params string[] options) =>
        _terminal.RunAsync(["publish", routingKey, "--http", host.Client.BaseAddress!.ToString(), .. options]);
}
