using System.CommandLine;
using System.Globalization;
using MessageLB.CommandLine.Help;
using MessageLB.CommandLine.Options;
using MessageLB.CommandLine.Rendering;
using MessageLB.CommandLine.Terminals;

namespace MessageLB.CommandLine.Commands.Record;

/// <summary>Writes down what arrives at a running dispatcher and how long its workers take, for <c>messagelb simulate --from</c>.</summary>
internal sealed class RecordCommand : AppCommand
{
    private const int DefaultSeconds = 60;
    private const int MostSeconds = 600;
    private const string StandardOutput = "-";

    private readonly Terminal _terminal;
    private readonly Option<string?> _url = HttpAddress.CreateOption("--url", "Address of the dispatcher's HTTP API.");
    private readonly Option<string?> _group = new("--group") { Description = "Group to record. Default: the only one.", HelpName = "name" };
    private readonly Option<int?> _seconds = ValueParser.Count("--seconds", $"How long. Default: {DefaultSeconds}.", 1, MostSeconds);
    private readonly Option<string?> _output = new("--output", "-o") { Description = $"File to write, replaced if it exists; {StandardOutput} is standard output. Default: {StandardOutput}.", HelpName = "file" };

    public RecordCommand(Terminal terminal)
        : base("record", "Record arrivals and service times of a running dispatcher, to replay them in a simulation. Never bodies, never keys.")
    {
        _terminal = terminal;
        foreach (var option in (Option[])[_url, _group, _seconds, _output]) Options.Add(option);
    }

    /// <inheritdoc />
    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("a minute of the only group", "messagelb record --output workload.jsonl"),
        new("ten minutes of one of several groups, elsewhere", "messagelb record --url http://dispatcher:8080 --group orders --seconds 600 --output orders.jsonl"),
    ];

    protected override async Task<int> ExecuteAsync(ParseResult arguments, CancellationToken stop)
    {
        var seconds = arguments.GetValue(_seconds) ?? DefaultSeconds;
        var file = arguments.GetValue(_output) ?? StandardOutput;
        using var client = new RecordClient(HttpAddress.Read(arguments.GetValue(_url), _terminal), _terminal.Time);
        await using var recording = await client.StartAsync(arguments.GetValue(_group), seconds, stop);
        await _terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"messagelb: recording for {seconds} s …"));
        var end = await CopyAsync(recording, file, stop);
        await _terminal.Error.WriteLineAsync($"messagelb: {Figures.Count(end.Arrivals)} arrivals and {Figures.Count(end.Services)} service reports{Describe(end)}.");
        return ExitCodes.Ok;
    }

    private async Task<RecordEnd> CopyAsync(RecordStream recording, string file, CancellationToken stop)
    {
        if (file == StandardOutput) return await recording.CopyToAsync(_terminal.Out, stop);
        await using var output = Create(file);
        try
        {
            return await recording.CopyToAsync(output, stop);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"{file} cannot be written: {e.Message}", e);
        }
    }

    private static StreamWriter Create(string file)
    {
        try
        {
            return new StreamWriter(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailedException(ExitCodes.Unavailable, $"{file} cannot be written: {e.Message}", e);
        }
    }

    private static string Describe(RecordEnd end)
    {
        var early = end.Reason switch
        {
            "limit" => "; it ended early, with as many events as a recording may have",
            "stopped" => "; it ended early, because the dispatcher stops",
            _ => string.Empty,
        };
        return end.LeftOut == 0 ? early : $"{early}; {Figures.Count(end.LeftOut)} events are missing, because they were not read fast enough";
    }
}
