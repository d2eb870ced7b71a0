using System.Net;
using System.Text.Json;
using MessageLB.CommandLine;
using MessageLB.Testing;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Run;

public sealed class RunCommandTests
{
    private readonly TestTerminal _terminal = new();

    [Fact]
    public async Task Run_NoConfiguration_ServesTheEmbeddedTransportUntilToldToStop()
    {
        var address = $"127.0.0.1:{FreePort.Find()}";
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = _terminal.RunUntilAsync(stop.Token, "run", "--http", address, "--log-level", "none");
        await ReadyAsync(address, running);

        var publisher = new TestTerminal();
        var published = await publisher.RunAsync("publish", "order.new", "--http", $"http://{address}", "--count", "3", "--json");
        var watcher = new TestTerminal();
        var looked = await watcher.RunAsync("status", "--url", $"http://{address}", "--json");
        await stop.CancelAsync();

        Assert.Equal((ExitCodes.Ok, ExitCodes.Ok, ExitCodes.Ok), (published, looked, await running));
        Assert.Equal(3, JsonElement.Parse(publisher.Out).GetProperty("confirmed").GetInt32());
        var status = JsonElement.Parse(watcher.Out);
        Assert.Equal("embedded", status.GetProperty("broker").GetProperty("transport").GetString());
        Assert.Equal("default", status.GetProperty("groups")[0].GetProperty("name").GetString());
        Assert.Equal((string.Empty, string.Empty), (_terminal.Out, _terminal.Error));
    }

    [Fact]
    public async Task Run_PortInUse_SaysSoAndExitsWith69()
    {
        using var listener = FreePort.Occupy();
        var address = $"127.0.0.1:{FreePort.PortOf(listener)}";

        var code = await _terminal.RunAsync("run", "--http", address, "--log-level", "none");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Equal(
            $"messagelb: The HTTP API cannot listen on {address}: another program listens there already. Name another address with --http or 'http.listen', or turn it off with --http off.",
            _terminal.Error.TrimEnd());
    }

    [Theory]
    [InlineData("run --http 127.0.0.1:80x", "error: option --http: http.listen: \"127.0.0.1:80x\" is not an address")]
    [InlineData("run --broker http://host", "error: option --broker: broker.uri: ")]
    [InlineData("run --config nowhere.yaml", "error: nowhere.yaml: does not exist")]
    [InlineData("run --log-format json --config nowhere.yaml", "error: nowhere.yaml: does not exist")]
    [InlineData("run --log-format text --config nowhere.yaml", "error: nowhere.yaml: does not exist")]
    public async Task Run_WrongConfiguration_StartsNothingAndExitsWith78(string line, string error)
    {
        var code = await _terminal.RunAsync(line.Split(' '));

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.StartsWith(error, _terminal.Error, StringComparison.Ordinal);
        Assert.Contains("nothing was started", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_LogFormatThatIsNone_SaysWhichThereAre()
    {
        var code = await _terminal.RunAsync("run", "--log-format", "xml");

        Assert.Equal(ExitCodes.Usage, code);
        Assert.Contains("--log-format: \"xml\" is no format; write text or json.", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BrokerInTheEnvironment_IsUsed()
    {
        _terminal.Variables["MESSAGELB_BROKER"] = "http://user:s3cret@host";

        var code = await _terminal.RunAsync("run", "--http", "off");

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.Contains("MESSAGELB_BROKER", _terminal.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ToldToStopWhileTheBrokerIsAway_EndsInOrder()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        var code = await _terminal.RunUntilAsync(stop.Token, "run", "--broker", $"amqp://127.0.0.1:{FreePort.Find()}", "--http", "off", "--log-level", "none");

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Error));
    }

    [Fact]
    public async Task Run_BrokerStaysAway_GivesUpAfterTheConnectTimeout()
    {
        _terminal.Variables["MESSAGELB__BROKER__CONNECT_TIMEOUT"] = "1s";
        var port = FreePort.Find();

        var code = await _terminal.RunAsync("run", "--broker", $"amqp://127.0.0.1:{port}", "--http", "off", "--log-level", "none");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.StartsWith($"messagelb: Cannot reach amqp://127.0.0.1:{port}/", _terminal.Error, StringComparison.Ordinal);
    }

    private static async Task ReadyAsync(string address, Task<int> running)
    {
        using var client = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                Assert.False(running.IsCompleted);
                try
                {
                    using var response = await client.GetAsync($"http://{address}/health/ready", TestContext.Current.CancellationToken);
                    return response.StatusCode == HttpStatusCode.OK;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the dispatcher is ready",
            TestContext.Current.CancellationToken);
    }
}
