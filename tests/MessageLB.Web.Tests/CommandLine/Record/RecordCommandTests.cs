using System.Net.Sockets;
using System.Text;
using MessageLB.CommandLine;
using MessageLB.Dispatcher.Recording;
using MessageLB.Web.Tests.Fakes;
using Xunit;

namespace MessageLB.Web.Tests.CommandLine.Record;

public sealed class RecordCommandTests : IDisposable
{
    private readonly TestTerminal _terminal = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("messagelb-record-").FullName;

    private string File => Path.Combine(_folder, "orders.jsonl");

    [Fact]
    public async Task Run_ToAFile_WritesEveryLineAndTellsTheCounts()
    {
        await using var host = await WebHost.StartAsync();
        host.Recordings.Happen(new RecordedEvent(TimeSpan.FromMilliseconds(1), "é", null));
        host.Recordings.Finish(RecordingEnd.Time);

        var code = await RunAsync(host, "--group", "orders", "--seconds", "7", "--output", File);

        Assert.Equal((ExitCodes.Ok, string.Empty), (code, _terminal.Out));
        Assert.Equal(
            ["messagelb: recording for 7 s …", "messagelb: 1 arrivals and 0 service reports; 4 events are missing, because they were not read fast enough."],
            Lines(_terminal.Error));
        var lines = await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("{\"messagelb_recording\":1,", lines[0], StringComparison.Ordinal);
        Assert.Equal("""{"t":0.001000,"kind":"é","key":""}""", lines[1]);
        Assert.Equal(TimeSpan.FromSeconds(7), host.Recordings.Duration);
    }

    [Fact]
    public async Task Run_WithoutAFile_WritesToStandardOutput()
    {
        await using var host = await WebHost.StartAsync();
        host.Recordings.Finish(RecordingEnd.Limit);

        var code = await RunAsync(host);

        Assert.Equal((ExitCodes.Ok, 2), (code, Lines(_terminal.Out).Length));
        Assert.Contains("; it ended early, with as many events as a recording may have;", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_DispatcherGone_KeepsWhatCameAndExitsWith69()
    {
        using var listener = FreePort.Occupy();
        var serving = ServeAsync(listener, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{ }\n\r\n");

        var code = await _terminal.RunAsync("record", "--url", $"http://127.0.0.1:{FreePort.PortOf(listener)}", "--output", File);

        await serving;
        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("messagelb: The recording broke off before its end; what came until then is written.", Lines(_terminal.Error));
        Assert.Equal(["{ }"], await System.IO.File.ReadAllLinesAsync(File, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("--group nobody", ExitCodes.Unavailable, "messagelb: There is no group 'nobody'; the groups are orders.")]
    [InlineData("--seconds 601", ExitCodes.Usage, "messagelb: --seconds: \"601\" is not a whole number from 1 to 600.")]
    public async Task Run_SomethingWrong_SaysIt(string line, int code, string error)
    {
        await using var host = await WebHost.StartAsync();

        Assert.Equal(code, await RunAsync(host, line.Split(' ')));
        Assert.Contains(error, Lines(_terminal.Error));
    }

    [Fact]
    public async Task Run_FileThatCannotBeWritten_NamesIt()
    {
        await using var host = await WebHost.StartAsync();
        var nowhere = Path.Combine(_folder, "missing", "x.jsonl");

        Assert.Equal(ExitCodes.Unavailable, await RunAsync(host, "--output", nowhere));
        Assert.Contains($"messagelb: {nowhere} cannot be written: ", _terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NobodyAnswers_SaysHowToStart()
    {
        var code = await _terminal.RunAsync("record", "--url", $"http://127.0.0.1:{FreePort.Find()}");

        Assert.Equal(ExitCodes.Unavailable, code);
        Assert.Contains("start one with 'messagelb run' or name another with --url", _terminal.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<int> RunAsync(WebHost host, params string[] arguments) =>
        _terminal.RunAsync(["record", "--url", host.Client.BaseAddress!.ToString(), .. arguments]);

    /// <summary>Answers one request with these bytes and hangs up.</summary>
    private static async Task ServeAsync(TcpListener listener, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.ReadAtLeastAsync(new byte[4096], 16, cancellationToken: TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
